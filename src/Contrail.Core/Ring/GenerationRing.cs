using Contrail.Core.Formats;
using Contrail.Core.Generations;

namespace Contrail.Core.Ring;

/// <summary>The closed generations now held, oldest first. Not safe for concurrent use.</summary>
internal sealed class GenerationRing
{
    /// <summary>
    /// Runs that are kept in addition to the newest: a source that breaks off all the time has no more of them, however
    /// short they are.
    /// </summary>
    public const int EarlierRunsMax = 64;

    private readonly Queue<Generation> _oldestFirst = new();
    private readonly Queue<(long Run, long Ticks)> _earlierRuns = new();
    private long _earlierTicks;
    private long _runRuleBytes;

    public int Count => _oldestFirst.Count;

    public IReadOnlyCollection<Generation> OldestFirst => _oldestFirst;

    /// <summary>The newest one; null if there is none.</summary>
    public Generation? Newest { get; private set; }

    /// <summary>The oldest of the newest run; null if there is none.</summary>
    public Generation? FirstOfRun { get; private set; }

    public long CarryBytes { get; private set; }

    /// <summary>Bytes of the frames held.</summary>
    public long FrameBytes { get; private set; }

    /// <summary>Generations that were evicted, for age or for memory.</summary>
    public long EvictedCount { get; private set; }

    public void Add(Generation newest)
    {
        if (FirstOfRun is { } first && first.Run != newest.Run)
        {
            long ticks = Length(first.Cut, Newest!.Last);
            _earlierRuns.Enqueue((first.Run, ticks));
            _earlierTicks += ticks;
            _runRuleBytes = 0;
            FirstOfRun = null;
        }

        _oldestFirst.Enqueue(newest);
        FirstOfRun ??= newest;
        _runRuleBytes += newest.RuleBytes;
        Newest = newest;
        CarryBytes += newest.Carry.HeldBytes;
        FrameBytes += newest.FrameBytes;
    }

    /// <summary>Evicts what the retention calls too old, seen from <paramref name="now"/>.</summary>
    public void EvictOld(Retention retention, TraceTicks now)
    {
        EvictEarlierRuns(retention.AgeTicks, now);

        // Usually none or one is due, so asking about two neighbours at a time costs nothing.
        while (_earlierRuns.Count == 0 && _oldestFirst.Count > 1
            && retention.CountTooOld([_oldestFirst.Peek().Cut, _oldestFirst.ElementAt(1).Cut], now) > 0)
        {
            EvictOldest();
        }
    }

    /// <summary>Evicts what Go's rule does not keep, seen from <paramref name="now"/>.</summary>
    public void EvictAsGo(Retention retention, TraceTicks now)
    {
        EvictEarlierRuns(retention.AgeTicks, now);
        while (_earlierRuns.Count > 0 && FrameBytes > retention.BytesMax)
        {
            EvictOldest();
        }

        // An earlier run is kept as long as the rule would still ask for more than the newest.
        while (_oldestFirst.Count > 1)
        {
            Generation oldest = _oldestFirst.Peek();
            bool isEarlier = _earlierRuns.Count > 0;
            long laterBytes = _runRuleBytes - (isEarlier ? 0 : oldest.RuleBytes);
            TraceTicks laterStart = isEarlier ? FirstOfRun!.Cut : _oldestFirst.ElementAt(1).Cut;
            if (GoRetention.WantsMore([(laterBytes, laterStart)], retention.BytesMax, retention.AgeTicks, now))
            {
                return;
            }

            EvictOldest();
        }
    }

    /// <summary>Evicts the oldest generation, and gives where history begins to be missing.</summary>
    public Generation EvictOldest()
    {
        Generation evicted = _oldestFirst.Dequeue();
        Generation? next = _oldestFirst.Count > 0 ? _oldestFirst.Peek() : null;
        _runRuleBytes -= evicted.Run == Newest!.Run ? evicted.RuleBytes : 0;
        Newest = next is null ? null : Newest;
        FirstOfRun = ReferenceEquals(evicted, FirstOfRun) ? next : FirstOfRun;
        if (_earlierRuns.TryPeek(out (long Run, long Ticks) earlier) && earlier.Run != next?.Run)
        {
            _earlierRuns.Dequeue();
            _earlierTicks -= earlier.Ticks;
        }

        CarryBytes -= evicted.Carry.HeldBytes;
        FrameBytes -= evicted.FrameBytes;
        EvictedCount++;
        evicted.Evict();
        return evicted;
    }

    // The clock of each run may be another machine's, so only lengths are compared: a run is too old when those after
    // it cover the age, even without the time between them.
    private void EvictEarlierRuns(long ageTicks, TraceTicks now)
    {
        while (_earlierRuns.TryPeek(out (long Run, long Ticks) oldest))
        {
            long laterTicks = _earlierTicks - oldest.Ticks + Length(FirstOfRun!.Cut, now);
            bool isWanted = laterTicks < ageTicks && _earlierRuns.Count <= EarlierRunsMax;
            if (isWanted)
            {
                return;
            }

            while (_oldestFirst.Peek().Run == oldest.Run)
            {
                EvictOldest();
            }
        }
    }

    // A trace may claim any times: many lengths together must not overflow.
    private static long Length(TraceTicks from, TraceTicks to) =>
        Math.Clamp(to.Since(from), 0, long.MaxValue / (2 * EarlierRunsMax));
}
