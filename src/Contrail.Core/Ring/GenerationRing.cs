using System.Diagnostics;
using Contrail.Core.Formats;

namespace Contrail.Core.Ring;

/// <summary>The closed generations now held, oldest first. Not safe for concurrent use.</summary>
internal sealed class GenerationRing
{
    /// <summary>
    /// Maximum number of runs kept in addition to the newest, however short: a source may break off all the time.
    /// </summary>
    public const int MaxEarlierRuns = 64;

    private readonly Queue<Generation> _oldestFirst = new();
    private readonly Queue<(long Run, long Ticks)> _earlierRuns = new();
    private long _earlierTicks;

    public int Count => _oldestFirst.Count;

    /// <summary>Whether generations of runs before the newest are held.</summary>
    public bool HasEarlierRuns => _earlierRuns.Count > 0;

    public IReadOnlyCollection<Generation> OldestFirst => _oldestFirst;

    /// <summary>The newest generation; null if the ring is empty.</summary>
    public Generation? Newest { get; private set; }

    /// <summary>The oldest generation of the newest run; null if the ring is empty.</summary>
    public Generation? FirstOfRun { get; private set; }

    public long StateBytes { get; private set; }

    /// <summary>Bytes of the frames held.</summary>
    public long FrameBytes { get; private set; }

    /// <summary>Generations that were evicted, for age or for memory.</summary>
    public long EvictedCount { get; private set; }

    public void Add(Generation newest)
    {
        Debug.Assert(Newest is null || newest.Number > Newest.Number, "Generations are added in the order of numbers.");
        Debug.Assert(Newest is null || newest.Run >= Newest.Run, "A run that has ended gets no more generations.");
        if (FirstOfRun is { } first && first.Run != newest.Run)
        {
            long ticks = Length(first.Cut, Newest!.Last);
            _earlierRuns.Enqueue((first.Run, ticks));
            _earlierTicks += ticks;
            FirstOfRun = null;
        }

        _oldestFirst.Enqueue(newest);
        FirstOfRun ??= newest;
        Newest = newest;
        StateBytes += newest.Carry.HeldBytes;
        FrameBytes += newest.FrameBytes;
    }

    /// <summary>Evicts the oldest generation, and returns the moment from which history is missing.</summary>
    public Generation EvictOldest()
    {
        Generation evicted = _oldestFirst.Dequeue();
        Generation? next = _oldestFirst.Count > 0 ? _oldestFirst.Peek() : null;
        Newest = next is null ? null : Newest;
        FirstOfRun = ReferenceEquals(evicted, FirstOfRun) ? next : FirstOfRun;
        if (_earlierRuns.TryPeek(out (long Run, long Ticks) earlier) && earlier.Run != next?.Run)
        {
            _earlierRuns.Dequeue();
            _earlierTicks -= earlier.Ticks;
        }

        StateBytes -= evicted.Carry.HeldBytes;
        FrameBytes -= evicted.FrameBytes;
        EvictedCount++;
        evicted.Evict();
        AssertAccounts();
        return evicted;
    }

    /// <summary>
    /// Evicts runs that are too old. The clock of each run can be another machine's, so only lengths are compared: a
    /// run is too old when those after it cover the age, even without the time between them.
    /// </summary>
    public void EvictEarlierRuns(long ageTicks, TraceTicks now)
    {
        while (_earlierRuns.TryPeek(out (long Run, long Ticks) oldest))
        {
            long laterTicks = _earlierTicks - oldest.Ticks + Length(FirstOfRun!.Cut, now);
            bool isKept = laterTicks < ageTicks && _earlierRuns.Count <= MaxEarlierRuns;
            if (isKept)
            {
                return;
            }

            while (_oldestFirst.Peek().Run == oldest.Run)
            {
                EvictOldest();
            }
        }
    }

    [Conditional("DEBUG")]
    private void AssertAccounts()
    {
        bool isEmpty = _oldestFirst.Count == 0;
        Debug.Assert(StateBytes >= 0, "More state is evicted than was added.");
        Debug.Assert(FrameBytes >= 0, "More frames are evicted than were added.");
        Debug.Assert(!isEmpty || StateBytes == 0, "An empty ring holds no state.");
        Debug.Assert(!isEmpty || FrameBytes == 0, "An empty ring holds no frames.");
        Debug.Assert(!isEmpty || _earlierRuns.Count == 0, "An empty ring has no earlier runs.");
        Debug.Assert(_earlierRuns.Count > 0 || _earlierTicks == 0, "The length is that of the earlier runs.");
        Debug.Assert(isEmpty == (Newest is null), "Only an empty ring has no newest generation.");
        Debug.Assert(isEmpty == (FirstOfRun is null), "Only an empty ring has no first generation.");
    }

    // A trace may contain any times: the sum of many durations must not overflow.
    private static long Length(TraceTicks from, TraceTicks to) =>
        Math.Clamp(to.Since(from), 0, long.MaxValue / (2 * MaxEarlierRuns));
}
