namespace Contrail.Analysis.Model;

/// <summary>What a thread or goroutine does.</summary>
internal enum ThreadActivity
{
    /// <summary>The trace does not contain it.</summary>
    Unknown = 0,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>It could run, and waits for a processor.</summary>
    Ready,

    /// <summary>It waits for something.</summary>
    Waiting,

    /// <summary>It is in a system call.</summary>
    Syscall,
}
