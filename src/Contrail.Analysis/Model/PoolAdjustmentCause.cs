namespace Contrail.Analysis.Model;

/// <summary>Why the thread pool changed its target number of threads.</summary>
internal enum PoolAdjustmentCause
{
    /// <summary>The trace does not contain it.</summary>
    Unknown = 0,

    /// <summary>Work waited in the queue and no thread became free.</summary>
    Starvation,

    /// <summary>Threads of the pool blocked in a wait for a task.</summary>
    Blocking,

    /// <summary>The usual search for the best number of threads.</summary>
    Tuning,
}
