using Contrail.Core.Formats;
using Contrail.Core.Generations;

namespace Contrail.Core.Ring;

/// <summary>The closed generations now held, oldest first. Not safe for concurrent use.</summary>
internal sealed class GenerationRing
{
    private readonly Queue<Generation> _oldestFirst = new();

    public int Count => _oldestFirst.Count;

    public IReadOnlyCollection<Generation> OldestFirst => _oldestFirst;

    public long CarryBytes { get; private set; }

    /// <summary>Bytes of the frames held.</summary>
    public long FrameBytes { get; private set; }

    /// <summary>Generations that were evicted, for age or for memory.</summary>
    public long EvictedCount { get; private set; }

    public void Add(Generation newest)
    {
        _oldestFirst.Enqueue(newest);
        CarryBytes += newest.Carry.HeldBytes;
        FrameBytes += newest.FrameBytes;
    }

    /// <summary>Evicts what the retention calls too old, seen from <paramref name="now"/>.</summary>
    public void EvictOld(Retention retention, TraceTicks now)
    {
        // Usually none or one is due, so asking about two neighbours at a time costs nothing.
        while (_oldestFirst.Count > 1)
        {
            TraceTicks oldest = _oldestFirst.Peek().Cut;
            TraceTicks next = _oldestFirst.ElementAt(1).Cut;
            if (retention.CountTooOld([oldest, next], now) == 0)
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
        CarryBytes -= evicted.Carry.HeldBytes;
        FrameBytes -= evicted.FrameBytes;
        EvictedCount++;
        evicted.Evict();
        return evicted;
    }
}
