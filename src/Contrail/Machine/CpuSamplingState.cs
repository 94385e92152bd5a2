namespace Contrail;

/// <summary>Whether processors are sampled for a recording.</summary>
public enum CpuSamplingState
{
    /// <summary>Not known yet: sampling is being started.</summary>
    Unknown,

    /// <summary>Samples are taken.</summary>
    Active,

    /// <summary>The kernel refuses samples, or they can no longer be kept. Recording goes on without them.</summary>
    Unavailable,

    /// <summary>The process has ended, and its samples with it.</summary>
    Ended,
}
