using Contrail.Core.Formats;

namespace Contrail.Core.Ring;

/// <summary>Keeps at least the period, and never more than the memory limit. Stateless.</summary>
internal sealed class PeriodPolicy : IRetentionPolicy
{
    /// <summary>The only instance.</summary>
    public static PeriodPolicy Instance { get; } = new();

    /// <inheritdoc/>
    public bool LimitsEveryByte => true;

    /// <inheritdoc/>
    public long? MaxGenerationBytes(RecordingLimits limits) => null;

    /// <inheritdoc/>
    public void Evict(GenerationRing ring, Retention limits, TraceTicks now)
    {
        ring.EvictEarlierRuns(limits.AgeTicks, now);

        // Usually at most one is due, so comparing two neighbors at a time costs nothing.
        while (!ring.HasEarlierRuns && ring.Count > 1
            && limits.CountTooOld([ring.OldestFirst.First().Cut, ring.OldestFirst.ElementAt(1).Cut], now) > 0)
        {
            ring.EvictOldest();
        }
    }
}
