namespace Contrail.Machine.Bursts;

/// <summary>Receives the times that threads were off the processors. Called by one thread.</summary>
internal interface IOffCpuSink
{
    /// <summary>This moment, in nanoseconds of the machine's <c>CLOCK_MONOTONIC</c>.</summary>
    long NowNs { get; }

    /// <summary>A thread was blocked, and has a processor again or still waits at the end of the burst.</summary>
    /// <param name="threadId">The thread, in the pid namespace of this process.</param>
    /// <param name="endNs">When it got a processor again, in nanoseconds of <c>CLOCK_MONOTONIC</c>.</param>
    /// <param name="durationNs">How long it had none.</param>
    /// <param name="frames">Where it was blocked: addresses in user code, leaf first; empty if unknown.</param>
    void Add(int threadId, long endNs, long durationNs, ReadOnlySpan<ulong> frames);
}
