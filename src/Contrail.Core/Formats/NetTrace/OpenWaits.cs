namespace Contrail.Core.Formats.NetTrace;

/// <summary>
/// The waits that began in evicted generations and have not ended as far as is known: a wait is open for as long as its
/// beginning is the last event of its thread. Not safe for concurrent use.
/// </summary>
internal sealed class OpenWaits
{
    /// <summary>As many as a summary shows; more threads do not wait at once in any process that works.</summary>
    private const int WaitsMax = 10_000;

    private const int WaitBytes = 320;

    private readonly Dictionary<LifeId, OnceEvent> _waits = [];

    /// <summary>Bytes of memory taken, near enough.</summary>
    public long HeldBytes => _waits.Count * (long)WaitBytes;

    /// <summary>A copy.</summary>
    public (LifeId Life, OnceEvent Start)[] All() => [.. _waits.Select(wait => (wait.Key, wait.Value))];

    /// <summary>Takes over what was open before.</summary>
    public void AddAll(IEnumerable<(LifeId Life, OnceEvent Start)> waits)
    {
        foreach ((LifeId life, OnceEvent start) in waits)
        {
            _waits[life] = start;
        }
    }

    /// <summary>A thread has come to here; returns whether a wait had to be given up.</summary>
    public bool Follow(in ThreadMark mark)
    {
        _waits.Remove(mark.Life);
        if (mark.Gone || mark.Wait is null)
        {
            return false;
        }

        return _waits.Count >= WaitsMax || !_waits.TryAdd(mark.Life, mark.Wait);
    }
}
