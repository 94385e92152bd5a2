using Contrail.Core.Ring.Lanes;

namespace Contrail.Machine.Bursts;

/// <summary>Puts the times that threads were off the processors into a recording. Used by one thread.</summary>
/// <param name="lane">The lane of the recording.</param>
/// <param name="clock">The clock of the recording, which counts nanoseconds.</param>
internal sealed class OffCpuFeed(LaneFeed lane, LaneClock clock) : IOffCpuSink
{
    private readonly byte[] _record = new byte[CpuSampleRecord.MaxBytes];

    /// <inheritdoc/>
    public long NowNs => clock.Now().Since(clock.OfMachine(0));

    /// <inheritdoc/>
    public void Add(int threadId, long endNs, long durationNs, ReadOnlySpan<ulong> frames)
    {
        int length = new CpuSampleRecord(threadId, durationNs).Write(_record, frames);
        lane.Add(clock.OfMachine(endNs), _record.AsSpan(0, length));
    }
}
