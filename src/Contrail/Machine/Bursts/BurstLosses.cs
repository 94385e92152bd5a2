namespace Contrail.Machine.Bursts;

/// <summary>
/// Passes samples on, and reports what the kernel drops to each lane that a burst fills: records of all kinds share the
/// rings, so that each can be lost. Used by one thread.
/// </summary>
/// <param name="samples">Receives samples; null if none are taken.</param>
/// <param name="offCpu">Receives losses of context switches; null if none are recorded.</param>
internal sealed class BurstLosses(ICpuSampleSink? samples, ICpuSampleSink? offCpu) : ICpuSampleSink
{
    /// <inheritdoc/>
    public void Add(in CpuSample sample, ReadOnlySpan<ulong> frames) => samples?.Add(sample, frames);

    /// <inheritdoc/>
    public void Lost(long fromNs, long toNs, long count)
    {
        // Counted once: of which kind they were is not known.
        offCpu?.Lost(fromNs, toNs, count);
        samples?.Lost(fromNs, toNs, offCpu is null ? count : 0);
    }

    /// <inheritdoc/>
    public void Throttled(long fromNs, long toNs)
    {
        offCpu?.Throttled(fromNs, toNs);
        samples?.Throttled(fromNs, toNs);
    }
}
