namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>The status of a proc, as the format numbers it.</summary>
internal enum ProcStatus : byte
{
    Bad,
    Running,
    Idle,
    Syscall,

    /// <summary>
    /// In a system call, and the thread that it was on is no longer known: it is about to be stolen.
    /// </summary>
    SyscallAbandoned,
}
