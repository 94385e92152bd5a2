using System.Buffers.Text;

namespace Contrail.Machine.Figures;

/// <summary>What the last reading of a thread found. Not thread-safe.</summary>
/// <param name="id">Its number, as this process sees it.</param>
/// <param name="isNew">Whether it started after the reading did: all that it did counts.</param>
internal sealed class ThreadEntry(int id, bool isNew) : IDisposable
{
    /// <summary>The longest name of a file of a thread, with its terminating zero.</summary>
    public const int MaxNameBytes = 32;

    private bool _isRead = isNew;

    /// <summary>Its number, as this process sees it.</summary>
    public int Id => id;

    /// <summary>Its <c>schedstat</c>, if that is kept open.</summary>
    public RereadFile? Kept { get; set; }

    /// <summary>The turn in which it was listed last.</summary>
    public long ListedTurn { get; set; }

    /// <summary>The turn in which it was read last.</summary>
    public long ReadTurn { get; set; }

    /// <summary>The letter of its state; 0 if unknown.</summary>
    public byte State { get; set; }

    /// <summary>Whether it has run since its state was read.</summary>
    public bool IsStateStale { get; private set; } = true;

    /// <summary>Nanoseconds on a processor.</summary>
    public long RunTime { get; private set; }

    /// <summary>Nanoseconds that it waited for a processor.</summary>
    public long RunQueueDelay { get; private set; }

    /// <summary>How often a processor was given to it.</summary>
    public long RunCount { get; private set; }

    /// <summary>Nanoseconds that it ran or waited for a processor between the last two readings.</summary>
    public long Activity { get; set; }

    /// <summary>Takes a reading, and returns the delay and the count since the one before.</summary>
    /// <param name="runTime">Nanoseconds on a processor.</param>
    /// <param name="runQueueDelay">Nanoseconds that it waited for one.</param>
    /// <param name="runCount">How often one was given to it.</param>
    public (long Delay, long Count) Take(long runTime, long runQueueDelay, long runCount)
    {
        // Less than before: the number is that of another thread now.
        bool isOther = runTime < RunTime || runQueueDelay < RunQueueDelay || runCount < RunCount;
        long delay = runQueueDelay - (isOther ? 0 : RunQueueDelay);
        long count = runCount - (isOther ? 0 : RunCount);
        long ran = runTime - (isOther ? 0 : RunTime);
        (RunTime, RunQueueDelay, RunCount) = (runTime, runQueueDelay, runCount);
        bool counts = _isRead;
        _isRead = true;
        Activity = counts ? SaturatingSum.Of(ran, delay) : 0;
        IsStateStale |= ran > 0 || count > 0;
        return counts ? (delay, count) : (0, 0);
    }

    /// <summary>Takes its state; a thread that has not run since is in it still.</summary>
    public void TakeState(byte state)
    {
        State = state;
        IsStateStale = false;
    }

    /// <summary>The name of one of its files in the folder of threads, with a terminating zero.</summary>
    /// <param name="fileName">The name with a slash before it and a zero after it.</param>
    /// <param name="target">At least <see cref="MaxNameBytes"/> bytes.</param>
    public Span<byte> NameOf(ReadOnlySpan<byte> fileName, Span<byte> target)
    {
        _ = Utf8Formatter.TryFormat(id, target, out int count);
        fileName.CopyTo(target[count..]);
        return target[..(count + fileName.Length)];
    }

    /// <summary>Closes the file that is kept open.</summary>
    public void Dispose() => Kept?.Dispose();
}
