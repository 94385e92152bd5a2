namespace Contrail;

/// <summary>
/// Reports whether the processors are sampled for a recording at one moment, and why not. Immutable.
/// </summary>
public sealed record CpuSampling
{
    /// <summary>Gets whether samples are taken.</summary>
    public required CpuSamplingState State { get; init; }

    /// <summary>
    /// Gets the samples per second and processor; 0 if none are taken. Another recording of this process can request
    /// more than this one.
    /// </summary>
    public int SamplesPerSecond { get; init; }

    /// <summary>Gets the number of processors that are sampled.</summary>
    public int ProcessorCount { get; init; }

    /// <summary>Gets the number of processors that are online and not sampled.</summary>
    public int SkippedProcessorCount { get; init; }

    /// <summary>Gets whether samples contain the time in the kernel.</summary>
    public bool IncludesKernel { get; init; }

    /// <summary>Gets why samples are missing; null if none are, as far as known.</summary>
    public string? Because { get; init; }

    /// <summary>Gets what to do to have all samples; null if nothing needs to be done, or if it is unknown.</summary>
    public string? Remedy { get; init; }
}
