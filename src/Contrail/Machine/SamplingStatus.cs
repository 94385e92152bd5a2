namespace Contrail.Machine;

/// <summary>Whether processors are sampled, how, and why not.</summary>
/// <param name="State">Whether samples are taken.</param>
/// <param name="Remedy">What has to change for samples to be taken.</param>
internal readonly record struct SamplingStatus(SamplingState State, SamplingRemedy Remedy)
{
    /// <summary>Samples per second and processor that are in force; 0 if none are taken.</summary>
    public int Hertz { get; init; }

    /// <summary>How many processors are sampled.</summary>
    public int OpenCount { get; init; }

    /// <summary>
    /// How many processors are online and not sampled, for example because one went offline meanwhile. Time on them is
    /// not in the samples.
    /// </summary>
    public int SkippedCount { get; init; }

    /// <summary>
    /// Whether time in the kernel is sampled. Otherwise samples are missing for it, and the weights are less than the
    /// processor time.
    /// </summary>
    public bool IncludesKernel { get; init; }

    /// <summary>The error of the last failed call (<c>errno</c>); 0 if none failed.</summary>
    public int Errno { get; init; }

    /// <summary><c>kernel.perf_event_paranoid</c>; null if it cannot be read, or the kernel has no events.</summary>
    public int? ParanoidLevel { get; init; }

    /// <summary>
    /// Whether a seccomp filter is the likely reason: this process has one, and the error is one that filters return.
    /// </summary>
    public bool IsSeccompSuspected { get; init; }
}
