namespace Contrail.Analysis.Model;

/// <summary>What the runtime stops all threads for.</summary>
internal enum PauseCause
{
    /// <summary>The trace does not contain it.</summary>
    Unknown = 0,

    /// <summary>A garbage collection.</summary>
    Collection,

    /// <summary>Anything else: a debugger, a profiler.</summary>
    Other,

    /// <summary>The runtime read the stacks of all threads for the samples that the trace contains.</summary>
    Sampling,
}
