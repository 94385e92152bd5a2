namespace Contrail.Analysis.Export.Page;

/// <summary>Of what a flame graph is. The name of the value is in the page's JSON.</summary>
internal enum FlameKind
{
    /// <summary>Unknown.</summary>
    Unknown = 0,

    /// <summary>Processor time, by samples of threads that used a processor.</summary>
    Cpu,

    /// <summary>Samples of threads in managed code, running or ready to run.</summary>
    Managed,

    /// <summary>Samples of threads in native code, which includes waits.</summary>
    Native,

    /// <summary>Waits for locks and handles, by their duration.</summary>
    Waits,

    /// <summary>Waits for locks only, by their duration.</summary>
    Contention,

    /// <summary>Exceptions.</summary>
    Exceptions,

    /// <summary>Allocated bytes, by samples.</summary>
    Allocations,

    /// <summary>Times off the processors, by their duration.</summary>
    OffCpu,

    /// <summary>Times in which goroutines waited, by their duration.</summary>
    Blocking,

    /// <summary>Times in system calls, by their duration.</summary>
    Syscalls,

    /// <summary>Times in which goroutines were ready to run and did not, by their duration.</summary>
    Scheduling,
}
