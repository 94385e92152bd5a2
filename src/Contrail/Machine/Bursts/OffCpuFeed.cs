using Contrail.Core.Formats;
using Contrail.Core.Ring.Lanes;

namespace Contrail.Machine.Bursts;

/// <summary>Puts the times that threads were off the processors into a recording. Used by one thread.</summary>
/// <param name="lane">The lane of the recording.</param>
/// <param name="aheadNs">How far the clock of the recording is ahead of <c>CLOCK_MONOTONIC</c> of the machine.</param>
/// <param name="now">This moment on the trace's clock.</param>
internal sealed class OffCpuFeed(LaneFeed lane, long aheadNs, Func<TraceTicks> now) : IOffCpuSink
{
    private readonly byte[] _record = new byte[CpuSampleRecord.MaxBytes];

    /// <inheritdoc/>
    public long NowNs => now().Value - aheadNs;

    /// <inheritdoc/>
    public void Add(int threadId, long endNs, long durationNs, ReadOnlySpan<ulong> frames)
    {
        int length = new CpuSampleRecord(threadId, durationNs).Write(_record, frames);
        lane.Add(new TraceTicks(endNs + aheadNs), _record.AsSpan(0, length));
    }
}
