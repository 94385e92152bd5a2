namespace Contrail.Core.GoTrace.Events;

/// <summary>A state of a goroutine, or of a proc, which is only ever running or idle.</summary>
internal enum GoState : byte
{
    /// <summary>Not known: the trace begins here.</summary>
    Undetermined,

    /// <summary>It does not exist: it is about to be made, or has ended.</summary>
    NotExist,

    /// <summary>It could run and does not.</summary>
    Runnable,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>It waits for something.</summary>
    Waiting,

    /// <summary>It is in a system call.</summary>
    Syscall,

    /// <summary>A proc that is not in use.</summary>
    Idle,
}
