using Contrail.Core.Formats;
using Contrail.Core.Ring.Lanes;

namespace Contrail.Machine.Bursts;

/// <summary>
/// Passes samples on, and reports what the kernel drops to each lane that a burst fills: records of all kinds share the
/// rings, so that each can be lost. Used by one thread.
/// </summary>
/// <param name="samples">Receives samples; null if none are taken.</param>
/// <param name="offCpu">The lane of context switches; null if none are recorded.</param>
/// <param name="aheadNs">How far the clock of the recording is ahead of <c>CLOCK_MONOTONIC</c> of the machine.</param>
internal sealed class BurstLosses(ICpuSampleSink? samples, LaneFeed? offCpu, long aheadNs) : ICpuSampleSink
{
    /// <inheritdoc/>
    public void Add(in CpuSample sample, ReadOnlySpan<ulong> frames) => samples?.Add(sample, frames);

    /// <inheritdoc/>
    public void Lost(long fromNs, long toNs, long count)
    {
        // Counted once: of which kind they were is not known.
        offCpu?.AddLoss(LossOf(fromNs, toNs, LossReason.SamplesDropped, count));
        samples?.Lost(fromNs, toNs, offCpu is null ? count : 0);
    }

    /// <inheritdoc/>
    public void Throttled(long fromNs, long toNs)
    {
        offCpu?.AddLoss(LossOf(fromNs, toNs, LossReason.SamplingPaused, 1));
        samples?.Throttled(fromNs, toNs);
    }

    private Loss LossOf(long fromNs, long toNs, LossReason reason, long count) =>
        new(new TraceTicks(fromNs + aheadNs), new TraceTicks(toNs + aheadNs), reason, count, null);
}
