using Contrail.Core.Formats;
using Contrail.Core.Ring.Lanes;

namespace Contrail.Machine;

/// <summary>Puts the samples of one process into its recording. Called by one thread at a time.</summary>
/// <param name="lane">The lane of the recording.</param>
/// <param name="at">Converts nanoseconds of the machine's <c>CLOCK_MONOTONIC</c> to the clock of the recording.</param>
internal sealed class CpuSampleFeed(LaneFeed lane, Func<long, TraceTicks> at) : ICpuSampleSink
{
    private readonly ulong[] _frames = new ulong[CpuSampleRecord.MaxFrames];
    private readonly byte[] _record = new byte[CpuSampleRecord.MaxBytes];

    /// <inheritdoc/>
    public void Add(in CpuSample sample, ReadOnlySpan<ulong> frames)
    {
        _frames[0] = CpuSampleRecord.KernelAddress;
        int kernelFrames = sample.IsKernel ? 1 : 0;
        int userFrames = Math.Min(frames.Length, _frames.Length - kernelFrames);
        frames[..userFrames].CopyTo(_frames.AsSpan(kernelFrames));
        int length = new CpuSampleRecord(sample.ThreadId, sample.WeightNs)
            .Write(_record, _frames.AsSpan(0, kernelFrames + userFrames));
        lane.Add(at(sample.TimeNs), _record.AsSpan(0, length));
    }

    /// <inheritdoc/>
    public void Lost(long fromNs, long toNs, long count) =>
        lane.AddLoss(new Loss(at(fromNs), at(toNs), LossReason.SamplesDropped, count, null));

    /// <inheritdoc/>
    public void Throttled(long fromNs, long toNs) =>
        lane.AddLoss(new Loss(at(fromNs), at(toNs), LossReason.SamplingPaused, 1, null));
}
