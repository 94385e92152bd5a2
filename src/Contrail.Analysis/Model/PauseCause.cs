namespace Contrail.Analysis.Model;

/// <summary>What the runtime stops all threads for.</summary>
internal enum PauseCause
{
    /// <summary>The trace does not contain it.</summary>
    Unknown = 0,

    /// <summary>A garbage collection.</summary>
    Collection,

    /// <summary>Anything else: a debugger, a sample, a profiler.</summary>
    Other,
}
