using Contrail.Core.Formats;
using Contrail.Core.Ring.Lanes;

namespace Contrail.Machine;

/// <summary>Puts the samples of one process into its recording. Called by one thread at a time.</summary>
/// <param name="lane">The lane of the recording.</param>
/// <param name="aheadNs">
/// How far the clock of the recording is ahead of <c>CLOCK_MONOTONIC</c> of the machine, because of a time namespace.
/// </param>
internal sealed class CpuSampleFeed(LaneFeed lane, long aheadNs) : ICpuSampleSink
{
    private readonly byte[] _record = new byte[CpuSampleRecord.MaxBytes];

    /// <inheritdoc/>
    public void Add(in CpuSample sample, ReadOnlySpan<ulong> frames)
    {
        int length = new CpuSampleRecord(sample.ThreadId, sample.WeightNs).Write(_record, frames);
        lane.Add(At(sample.TimeNs), _record.AsSpan(0, length));
    }

    /// <inheritdoc/>
    public void Lost(long fromNs, long toNs, long count) =>
        lane.AddLoss(new Loss(At(fromNs), At(toNs), LossReason.SamplesDropped, count, null));

    /// <inheritdoc/>
    public void Throttled(long fromNs, long toNs) =>
        lane.AddLoss(new Loss(At(fromNs), At(toNs), LossReason.SamplingPaused, 1, null));

    private TraceTicks At(long timeNs) => new(timeNs + aheadNs);
}
