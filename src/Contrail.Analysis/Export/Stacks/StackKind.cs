namespace Contrail.Analysis.Export.Stacks;

/// <summary>What stacks were recorded for, and what their weight is.</summary>
internal enum StackKind
{
    /// <summary>Threads that used a processor: its time, or the number of samples where the time is unknown.</summary>
    Samples,

    /// <summary>Threads that waited for locks and handles: how long.</summary>
    Waits,

    /// <summary>Threads that waited for locks: how long.</summary>
    Contention,

    /// <summary>Exceptions: their number.</summary>
    Exceptions,

    /// <summary>Sampled allocations: the bytes that they represent.</summary>
    Allocations,

    /// <summary>Threads that were blocked, as the kernel saw it: how long.</summary>
    OffCpu,

    /// <summary>Goroutines that waited: how long.</summary>
    Blocking,

    /// <summary>Goroutines in system calls: how long.</summary>
    Syscalls,

    /// <summary>Goroutines that could run and had no processor: how long.</summary>
    Scheduling,
}
