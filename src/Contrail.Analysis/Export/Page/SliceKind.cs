namespace Contrail.Analysis.Export.Page;

/// <summary>What a slice of a track shows. The name of the value is in the page's JSON.</summary>
internal enum SliceKind
{
    /// <summary>The trace does not contain it.</summary>
    Unknown = 0,

    /// <summary>The runtime had stopped all threads.</summary>
    Pause,

    /// <summary>The start of a pause, until all threads had stopped.</summary>
    Suspension,

    /// <summary>A garbage collection.</summary>
    Collection,

    /// <summary>Work for a garbage collection.</summary>
    CollectionWork,

    /// <summary>A change of the thread pool; a moment.</summary>
    PoolAdjustment,

    /// <summary>A rule fired; a moment.</summary>
    Trigger,

    /// <summary>Something is missing from the file.</summary>
    Loss,

    /// <summary>A request that the process handled.</summary>
    Request,

    /// <summary>An HTTP request that the process sent.</summary>
    HttpClient,

    /// <summary>A name lookup.</summary>
    Dns,

    /// <summary>A TLS handshake.</summary>
    Tls,

    /// <summary>A connection that the process opened.</summary>
    Connect,

    /// <summary>A wait for a connection of a client.</summary>
    Accept,

    /// <summary>A command to a database.</summary>
    Sql,

    /// <summary>Another activity.</summary>
    Activity,

    /// <summary>A task that the application marks.</summary>
    Task,

    /// <summary>A section of code that the application marks.</summary>
    Region,

    /// <summary>A wait for a lock of the application.</summary>
    LockWait,

    /// <summary>A wait for a lock inside the runtime.</summary>
    RuntimeLockWait,

    /// <summary>A wait for a handle.</summary>
    HandleWait,

    /// <summary>A wait for the end of a task.</summary>
    TaskWait,

    /// <summary>A wait of another or an unknown kind.</summary>
    Waiting,

    /// <summary>It ran.</summary>
    Running,

    /// <summary>It could run, and waited for a processor.</summary>
    Ready,

    /// <summary>It was in a system call.</summary>
    Syscall,

    /// <summary>It was blocked, and had no processor.</summary>
    OffCpu,

    /// <summary>An exception was thrown; a moment.</summary>
    Exception,
}
