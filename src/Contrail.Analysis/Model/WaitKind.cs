namespace Contrail.Analysis.Model;

/// <summary>What a thread waits for.</summary>
internal enum WaitKind
{
    /// <summary>The trace does not contain it.</summary>
    Unknown = 0,

    /// <summary>A lock of the application.</summary>
    Lock,

    /// <summary>A lock inside the runtime.</summary>
    RuntimeLock,

    /// <summary>An event, a semaphore or another wait handle.</summary>
    Handle,

    /// <summary>The end of a task.</summary>
    Task,
}
