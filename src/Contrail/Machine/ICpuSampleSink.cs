namespace Contrail.Machine;

/// <summary>
/// Receives the samples of one process. Called by one thread at a time, that of the sampler: a call that blocks delays
/// the samples of all processes until the kernel drops them. An exception ends the calls to this sink.
/// </summary>
internal interface ICpuSampleSink
{
    /// <summary>A sample arrived. Samples are in the order of time for each processor, not across processors.</summary>
    /// <param name="sample">When, where, and how much it counts.</param>
    /// <param name="frames">
    /// Addresses in user code, leaf first; valid during the call only; empty if the thread has no user code. The first
    /// is the instruction that ran, or that follows the system call. All others are return addresses: subtract one
    /// before looking up a method or a line. At most <see cref="SamplingLimits.MaxFrames"/>: a deeper chain lacks
    /// its root.
    /// </param>
    void Add(in CpuSample sample, ReadOnlySpan<ulong> frames);

    /// <summary>The kernel dropped samples of a processor; it does not report of which processes.</summary>
    /// <param name="fromNs">After this time, in nanoseconds of <c>CLOCK_MONOTONIC</c>.</param>
    /// <param name="toNs">Before this time.</param>
    /// <param name="count">How many records, of all processes; 0 if unknown.</param>
    void Lost(long fromNs, long toNs, long count);

    /// <summary>The kernel paused sampling on a processor, because interrupts took too long.</summary>
    /// <param name="fromNs">Since this time, in nanoseconds of <c>CLOCK_MONOTONIC</c>.</param>
    /// <param name="toNs">Until this time.</param>
    void Throttled(long fromNs, long toNs);
}
