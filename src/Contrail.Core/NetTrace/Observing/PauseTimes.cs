namespace Contrail.Core.NetTrace.Observing;

/// <summary>
/// Sums the times in which the runtime's threads were suspended. A suspension begins and ends on one thread; where
/// those of two threads overlap, as while one waits for the other, the time counts once. Not safe for concurrent use.
/// </summary>
internal sealed class PauseTimes
{
    /// <summary>One thread suspends at a time, and few wait for it.</summary>
    private const int MaxOpen = 64;

    /// <summary>More are summed before the reading.</summary>
    private const int MaxEnded = 4_096;

    private readonly Dictionary<ulong, long> _open = [];
    private readonly List<(long Start, long End)> _ended = [];
    private long _countedUntil = long.MinValue;
    private long _total;
    private long _longest;
    private bool _isIncomplete;

    /// <summary>A thread begins to suspend the others.</summary>
    public void Begin(ulong threadId, long nanoseconds)
    {
        if (_open.Count < MaxOpen || _open.ContainsKey(threadId))
        {
            _open[threadId] = nanoseconds;
        }
        else
        {
            _isIncomplete = true;
        }
    }

    /// <summary>The threads that a thread suspended run again.</summary>
    public void End(ulong threadId, long nanoseconds)
    {
        if (!_open.Remove(threadId, out long start))
        {
            // It began before the events did, or its beginning was lost.
            _isIncomplete = true;
            return;
        }

        if (_ended.Count == MaxEnded)
        {
            Sum();
        }

        _ended.Add((start, nanoseconds));
    }

    /// <summary>Forgets the suspensions that have not ended: events are missing.</summary>
    public void Forget() => _open.Clear();

    /// <summary>
    /// The time of the suspensions that ended since the last call, all together and the longest, in nanoseconds; null
    /// if one of them has no known beginning.
    /// </summary>
    public (long Total, long Longest)? Take()
    {
        Sum();
        (long Total, long Longest)? taken = _isIncomplete ? null : (_total, _longest);
        (_total, _longest, _isIncomplete) = (0, 0, false);
        return taken;
    }

    // A stream contains one thread after the other.
    private void Sum()
    {
        _ended.Sort();
        foreach ((long start, long end) in _ended)
        {
            long from = Math.Max(start, _countedUntil);
            long duration = (long)Int128.Clamp((Int128)end - from, 0, long.MaxValue);
            _total = (long)Int128.Min((Int128)_total + duration, long.MaxValue);
            _longest = Math.Max(_longest, duration);
            _countedUntil = Math.Max(_countedUntil, end);
        }

        _ended.Clear();
    }
}
