namespace Contrail.Analysis.Model;

/// <summary>The kinds of records that a view requires. An interpreter builds no others.</summary>
[Flags]
internal enum ModelNeeds
{
    /// <summary>No records.</summary>
    None = 0,

    /// <summary>Records of <see cref="Pause"/>.</summary>
    Pauses = 1,

    /// <summary>Records of <see cref="Collection"/>.</summary>
    Collections = 2,

    /// <summary>Records of <see cref="Wait"/> for locks.</summary>
    Waits = 4,

    /// <summary>Records of <see cref="Sample"/> of any kind: whatever shows where threads use a processor.</summary>
    Samples = 8,

    /// <summary>Records of <see cref="ExecutionState"/>.</summary>
    ExecutionStates = 16,

    /// <summary>Records of <see cref="Region"/>.</summary>
    Regions = 32,

    /// <summary>Records of <see cref="TraceTask"/>.</summary>
    Tasks = 1 << 6,

    /// <summary>Records of <see cref="ExceptionRecord"/>.</summary>
    Exceptions = 1 << 7,

    /// <summary>Records of <see cref="AllocationSample"/>.</summary>
    Allocations = 1 << 8,

    /// <summary>Records of <see cref="Counter"/>.</summary>
    Counters = 1 << 9,

    /// <summary>Records of <see cref="PoolAdjustment"/>.</summary>
    PoolAdjustments = 1 << 10,

    /// <summary>Records of <see cref="LogRecord"/>.</summary>
    Logs = 1 << 11,

    /// <summary>Records of <see cref="Wait"/> of the kind <see cref="WaitKind.Handle"/>.</summary>
    HandleWaits = 1 << 13,

    /// <summary>Records of <see cref="HeapState"/>.</summary>
    HeapStates = 1 << 15,

    /// <summary>Records of <see cref="Wait"/> of the kind <see cref="WaitKind.Task"/>.</summary>
    TaskWaits = 1 << 16,

    /// <summary>Records of <see cref="Span"/>.</summary>
    Spans = 1 << 17,

    /// <summary>Records of <see cref="CompiledMethod"/>.</summary>
    CompiledMethods = 1 << 18,

    /// <summary>Records of <see cref="ModuleLoad"/>.</summary>
    Modules = 1 << 19,

    /// <summary>Records of <see cref="ProcUse"/>.</summary>
    ProcUses = 1 << 20,

    /// <summary>Records of <see cref="CollectionWork"/>.</summary>
    CollectionWork = 1 << 21,

    /// <summary>Records of <see cref="EventRecord"/>.</summary>
    Events = 1 << 22,

    /// <summary>The extent of the trace before the first record, not only after the last one.</summary>
    Extent = 1 << 23,

    /// <summary>Records of <see cref="Span"/> of the kind <see cref="SpanKind.Sql"/>.</summary>
    DatabaseCommands = 1 << 24,

    /// <summary>Records of <see cref="FinalizedObject"/>.</summary>
    Finalizations = 1 << 25,

    /// <summary>Records of <see cref="Sample"/> of the kind <see cref="SampleKind.Cpu"/>.</summary>
    CpuSamples = 1 << 26,

    /// <summary>Records of <see cref="Sample"/> of all threads, also of those that wait.</summary>
    ThreadSamples = 1 << 27,

    /// <summary>Records of <see cref="FigureReading"/> of the window.</summary>
    Figures = 1 << 29,

    /// <summary>Records of <see cref="FigureReading"/> from before the window too.</summary>
    EarlierFigures = 1 << 30,

    /// <summary>Records of <see cref="OffCpuTime"/>.</summary>
    OffCpuTimes = 1 << 28,

    /// <summary>The stacks of records; without it, they have none.</summary>
    Stacks = 1 << 12,

    /// <summary>
    /// Records of <see cref="AsyncOperation"/>, <see cref="AsyncSpan"/> and <see cref="AsyncDamage"/>.
    /// </summary>
    AsyncOperations = 1 << 14,
}
