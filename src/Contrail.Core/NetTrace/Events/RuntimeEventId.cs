namespace Contrail.Core.NetTrace.Events;

/// <summary>The ids of the runtime's events that the code uses by name.</summary>
internal static class RuntimeEventId
{
    /// <summary>A collection begins.</summary>
    public const int GCStart = 1;

    /// <summary>A collection has ended.</summary>
    public const int GCEnd = 2;

    /// <summary>All threads run again.</summary>
    public const int GCRestartEnd = 3;

    /// <summary>The sizes of the generations after a collection.</summary>
    public const int GCHeapStats = 4;

    /// <summary>Threads are about to be resumed.</summary>
    public const int GCRestartBegin = 7;

    /// <summary>All threads are suspended.</summary>
    public const int GCSuspendEnd = 8;

    /// <summary>The suspension of all threads was requested.</summary>
    public const int GCSuspendBegin = 9;

    /// <summary>About another 100 KiB were allocated.</summary>
    public const int GCAllocationTick = 10;

    /// <summary>The names of types.</summary>
    public const int BulkType = 15;

    /// <summary>The finalizer of an object runs.</summary>
    public const int FinalizeObject = 29;

    /// <summary>A collection is needed; the thread whose code needs it writes this.</summary>
    public const int GCTriggered = 35;

    /// <summary>An exception was thrown.</summary>
    public const int ExceptionThrown = 80;

    /// <summary>A thread begins to wait for a lock.</summary>
    public const int ContentionStart = 81;

    /// <summary>A thread acquired its lock, or its wait timed out.</summary>
    public const int ContentionStop = 91;

    /// <summary>A thread begins to wait for an event, a semaphore or another wait handle.</summary>
    public const int WaitHandleWaitStart = 301;

    /// <summary>That wait has ended.</summary>
    public const int WaitHandleWaitStop = 302;

    /// <summary>The thread pool changed its target number of threads.</summary>
    public const int ThreadPoolAdjustment = 55;

    /// <summary>A worker of the thread pool started; the worker writes it.</summary>
    public const int ThreadPoolWorkerStart = 50;

    /// <summary>A worker of the thread pool waits for work.</summary>
    public const int ThreadPoolWorkerWait = 57;

    /// <summary>A thread was created, possibly by another thread.</summary>
    public const int ThreadCreated = 85;

    /// <summary>A thread has ended.</summary>
    public const int ThreadTerminated = 86;

    /// <summary>A method has code; without its name.</summary>
    public const int MethodLoad = 141;

    /// <summary>A method's code was unloaded; without its name.</summary>
    public const int MethodUnload = 142;

    /// <summary>A method has code.</summary>
    public const int MethodLoadVerbose = 143;

    /// <summary>A method's code was unloaded.</summary>
    public const int MethodUnloadVerbose = 144;

    /// <summary>A method begins to be compiled.</summary>
    public const int MethodJittingStarted = 145;

    /// <summary>A module is in an application domain.</summary>
    public const int DomainModuleLoad = 151;

    /// <summary>A module is loaded.</summary>
    public const int ModuleLoad = 152;

    /// <summary>A module was unloaded, with the code of all its methods.</summary>
    public const int ModuleUnload = 153;

    /// <summary>An assembly is loaded.</summary>
    public const int AssemblyLoad = 154;

    /// <summary>An assembly was unloaded.</summary>
    public const int AssemblyUnload = 155;

    /// <summary>An application domain exists.</summary>
    public const int AppDomainLoad = 156;

    /// <summary>An application domain was unloaded.</summary>
    public const int AppDomainUnload = 157;

    /// <summary>A precompiled method was looked up and found at an address.</summary>
    public const int EntryPoint = 159;
}
