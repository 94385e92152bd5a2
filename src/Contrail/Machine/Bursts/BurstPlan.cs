namespace Contrail.Machine.Bursts;

/// <summary>What a burst records.</summary>
/// <param name="Pid">The process, in the pid namespace of this process.</param>
/// <param name="Duration">How long, at most <see cref="SamplingLimits.MaxBurst"/>.</param>
/// <param name="Sink">Where the samples go, and what is known to be lost.</param>
internal sealed record BurstPlan(int Pid, TimeSpan Duration, ICpuSampleSink Sink)
{
    /// <summary>Samples per second of a thread's processor time; 0 for no samples.</summary>
    public int Hertz { get; init; }

    /// <summary>Where the times off the processors go; null if they are not recorded.</summary>
    public IOffCpuSink? OffCpu { get; init; }

    /// <summary>Where the memory of the rings is counted.</summary>
    public BurstMemory Memory { get; init; } = BurstMemory.Unlimited;

    /// <summary>Called when the threads are sampled: what they did before is not recorded.</summary>
    public Action OnOpen { get; init; } = static () => { };

    /// <summary>The process.</summary>
    public required BurstTarget Target { get; init; }
}
