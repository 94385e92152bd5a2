namespace Contrail.Core.NetTrace.Events;

/// <summary>The groups in which <see cref="RuntimeProvider.Name"/> switches its events on.</summary>
[Flags]
internal enum RuntimeKeywords : long
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Collections, suspensions, allocation ticks (these only when verbose).</summary>
    GC = 0x1,

    /// <summary>Creation and destruction of object handles.</summary>
    GCHandle = 0x2,

    /// <summary>How the runtime searched for an assembly.</summary>
    AssemblyLoader = 0x4,

    /// <summary>Loads and unloads of modules, assemblies and application domains.</summary>
    Loader = 0x8,

    /// <summary>Methods compiled at run time, and their end.</summary>
    Jit = 0x10,

    /// <summary>Methods compiled beforehand.</summary>
    NGen = 0x20,

    /// <summary>Memory and processor time of application domains; threads created.</summary>
    AppDomainResources = 0x800,

    /// <summary>How the JIT compiled a method: inlining, tail calls, memory.</summary>
    JitTracing = 0x1000,

    /// <summary>Calls between managed and native code.</summary>
    Interop = 0x2000,

    /// <summary>Waiting for a lock that another thread holds.</summary>
    Contention = 0x4000,

    /// <summary>Exceptions, thrown and caught.</summary>
    Exception = 0x8000,

    /// <summary>The thread pool, and threads created.</summary>
    Threading = 0x10000,

    /// <summary>The mapping of native to IL instructions.</summary>
    JittedMethodILToNativeMap = 0x20000,

    /// <summary>Names of types, when another event refers to one.</summary>
    Type = 0x80000,

    /// <summary>Objects and references of the heap.</summary>
    GCHeapDump = 0x100000,

    /// <summary>Sampled allocations, at most 100 a second of a type.</summary>
    GCSampledObjectAllocationHigh = 0x200000,

    /// <summary>What survived a collection, and where it moved to.</summary>
    GCHeapSurvivalAndMovement = 0x400000,

    /// <summary>The session's start makes a full collection.</summary>
    GCHeapCollect = 0x800000,

    /// <summary>Sampled allocations, at most 5 a second of a type.</summary>
    GCSampledObjectAllocationLow = 0x2000000,

    /// <summary>Precompiled code and the cost of loading it.</summary>
    PerfTrack = 0x20000000,

    /// <summary>A stack for each event, where the session itself does not add one.</summary>
    Stack = 0x40000000,

    /// <summary>Which work item was transferred to which thread.</summary>
    ThreadTransfer = 0x80000000,

    /// <summary>Tiered compilation.</summary>
    Compilation = 0x1000000000,

    /// <summary>Entry points of precompiled methods, as each is first prepared.</summary>
    CompilationDiagnostic = 0x2000000000,

    /// <summary>Details of each method that is loaded.</summary>
    MethodDiagnostic = 0x4000000000,

    /// <summary>Loads of types, with their duration.</summary>
    TypeDiagnostic = 0x8000000000,

    /// <summary>Exceptions again, for monitoring without their details.</summary>
    Monitoring = 0x10000000000,

    /// <summary>Waits for events, semaphores and the like; .NET 9 and later.</summary>
    WaitHandle = 0x40000000000,

    /// <summary>Allocations sampled at random, by bytes; .NET 10 and later.</summary>
    AllocationSampling = 0x80000000000,
}
