using Contrail.Core.Formats;
using Contrail.Core.Ring;

namespace Contrail.Core.GoTrace.Recording;

/// <summary>
/// Keeps what Go's own flight recorder keeps, to the byte: it evicts only when a generation ends, and keeps the
/// generation that crosses either limit. Stateless.
/// </summary>
internal sealed class GoRetentionPolicy : IRetentionPolicy
{
    /// <summary>
    /// Go itself sets no limit on one generation; one is needed against a stream that never ends a generation.
    /// </summary>
    private const long MinGenerationBytes = 256 << 20;

    /// <summary>The only instance.</summary>
    public static GoRetentionPolicy Instance { get; } = new();

    /// <inheritdoc/>
    public bool LimitsEveryByte => false;

    /// <inheritdoc/>
    public long? MaxGenerationBytes(RecordingLimits limits) =>
        Math.Max(limits.MaxOneGenerationBytes, MinGenerationBytes);

    /// <inheritdoc/>
    public void Evict(GenerationRing ring, Retention limits, TraceTicks now)
    {
        ring.EvictEarlierRuns(limits.AgeTicks, now);
        while (ring.HasEarlierRuns && ring.FrameBytes > limits.MaxBytes)
        {
            ring.EvictOldest();
        }

        // An earlier run is kept as long as the rule would keep more than the newest run.
        long runBytes = ring.OldestFirst.Where(generation => generation.Run == ring.Newest!.Run).Sum(UpstreamBytes);
        while (ring.Count > 1)
        {
            Generation oldest = ring.OldestFirst.First();
            long laterBytes = runBytes - (ring.HasEarlierRuns ? 0 : UpstreamBytes(oldest));
            TraceTicks laterStart = ring.HasEarlierRuns ? ring.FirstOfRun!.Cut : ring.OldestFirst.ElementAt(1).Cut;
            if (GoRetention.KeepsMore([(laterBytes, laterStart)], limits.MaxBytes, limits.AgeTicks, now))
            {
                return;
            }

            runBytes = laterBytes;
            ring.EvictOldest();
        }
    }

    // The size of a generation as Go's recorder counts it.
    private static long UpstreamBytes(Generation generation) =>
        ((GoTraceGenerationState)generation.Carry).UpstreamBytes;
}
