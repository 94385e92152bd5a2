using Contrail.Core.Formats;
using Contrail.Core.Generations;

namespace Contrail.Core.Ring;

/// <summary>The closed generations now held, oldest first. Not safe for concurrent use.</summary>
internal sealed class GenerationRing
{
    private readonly Queue<Generation> _oldestFirst = new();

    public int Count => _oldestFirst.Count;

    public IReadOnlyCollection<Generation> OldestFirst => _oldestFirst;

    /// <summary>The newest one; null if there is none.</summary>
    public Generation? Newest { get; private set; }

    /// <summary>The oldest of the newest run; null if there is none.</summary>
    public Generation? FirstOfRun => _oldestFirst.FirstOrDefault(generation => generation.Run == Newest!.Run);

    public long CarryBytes { get; private set; }

    /// <summary>Bytes of the frames held.</summary>
    public long FrameBytes { get; private set; }

    /// <summary>Generations that were evicted, for age or for memory.</summary>
    public long EvictedCount { get; private set; }

    public void Add(Generation newest)
    {
        _oldestFirst.Enqueue(newest);
        Newest = newest;
        CarryBytes += newest.Carry.HeldBytes;
        FrameBytes += newest.FrameBytes;
    }

    /// <summary>Evicts what the retention calls too old, seen from <paramref name="now"/>.</summary>
    public void EvictOld(Retention retention, TraceTicks now)
    {
        // Usually none or one is due, so asking about two neighbours at a time costs nothing.
        while (_oldestFirst.Count > 1)
        {
            Generation oldest = _oldestFirst.Peek();

            // The clock of an earlier run may be another machine's: it goes when the newest covers the age by itself.
            Generation next = oldest.Run == Newest!.Run ? _oldestFirst.ElementAt(1) : FirstOfRun!;
            if (retention.CountTooOld([oldest.Cut, next.Cut], now) == 0)
            {
                return;
            }

            EvictOldest();
        }
    }

    /// <summary>Evicts what Go's rule does not keep, seen from <paramref name="now"/>.</summary>
    public void EvictAsGo(Retention retention, TraceTicks now)
    {
        (long, TraceTicks)[] newestFirst = [.. _oldestFirst.Reverse()
            .Where(generation => generation.Run == Newest!.Run)
            .Select(generation => (generation.RuleBytes, generation.Cut))];
        int keptCount = GoRetention.CountKept(newestFirst, retention.BytesMax, retention.AgeTicks, now);

        // An earlier run is kept as long as the rule would still ask for more.
        bool wantsMore = keptCount == newestFirst.Length
            && GoRetention.WantsMore(newestFirst, retention.BytesMax, retention.AgeTicks, now);
        int evictedCount = wantsMore ? 0 : _oldestFirst.Count - keptCount;
        for (int count = 0; count < evictedCount; count++)
        {
            EvictOldest();
        }
    }

    /// <summary>Evicts the oldest generation, and gives where history begins to be missing.</summary>
    public Generation EvictOldest()
    {
        Generation evicted = _oldestFirst.Dequeue();
        Newest = _oldestFirst.Count > 0 ? Newest : null;
        CarryBytes -= evicted.Carry.HeldBytes;
        FrameBytes -= evicted.FrameBytes;
        EvictedCount++;
        evicted.Evict();
        return evicted;
    }
}
