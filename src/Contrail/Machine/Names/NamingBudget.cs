namespace Contrail.Machine.Names;

/// <summary>
/// What the lookup of names for one snapshot may take, of all files together: the recorded process controls how many
/// symbols these contain, and how long their names are. Used by one thread.
/// </summary>
/// <param name="time">Measures the duration, from now on.</param>
/// <param name="cancellationToken">Ends the lookup before.</param>
internal sealed class NamingBudget(TimeProvider time, CancellationToken cancellationToken)
{
    /// <summary>The libraries of a service have some hundred thousand; reading these takes about a second.</summary>
    private const int MaxSymbols = 4_000_000;

    /// <summary>
    /// Memory, and about the size in the file: some ten thousand functions. C++ templates have names of many KiB.
    /// </summary>
    private const int MaxNameBytes = 8 << 20;

    /// <summary>Of an entry in addition to its name, so that short names are limited too.</summary>
    private const int EntryBytes = 64;

    /// <summary>A snapshot waits so long, and a stop for the snapshot.</summary>
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(1);

    private readonly long _start = time.GetTimestamp();
    private int _symbolsLeft = MaxSymbols;
    private int _nameBytesLeft = MaxNameBytes;
    private bool _isSpent;

    /// <summary>How many addresses were not looked up.</summary>
    public int LeftOutCount { get; private set; }

    /// <summary>Whether the lookup has to end: after a limit, the time, or the cancellation.</summary>
    public bool IsSpent => _isSpent =
        _isSpent || cancellationToken.IsCancellationRequested || time.GetElapsedTime(_start) > MaxTime;

    /// <summary>Takes the reading of symbols; false if the lookup has to end.</summary>
    public bool TryTakeSymbols(int count)
    {
        _isSpent |= count > _symbolsLeft;
        _symbolsLeft -= Math.Min(count, _symbolsLeft);
        return !IsSpent;
    }

    /// <summary>Takes the memory of a name, when it is read and for each mapping that contains it.</summary>
    public bool TryTakeName(int nameBytes)
    {
        int bytes = nameBytes + EntryBytes;
        _isSpent |= bytes > _nameBytesLeft;
        _nameBytesLeft -= Math.Min(bytes, _nameBytesLeft);
        return !_isSpent;
    }

    /// <summary>Counts addresses that are not looked up.</summary>
    public void LeaveOut(int count) => LeftOutCount += count;
}
