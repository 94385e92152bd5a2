using Contrail.Analysis.Model;

namespace Contrail.Analysis.Filters;

/// <summary>The fields of all kinds of records: the only list of them. Immutable; safe from any thread.</summary>
internal static class RecordTables
{
    private const ModelNeeds AllWaits = ModelNeeds.Waits | ModelNeeds.HandleWaits | ModelNeeds.TaskWaits;
    private const string Kind = "kind";
    private const string Name = "name";
    private const string Type = "type";
    private const string Reason = "reason";
    private const string State = "state";
    private const string Status = "status";

    public static RecordFields<EventRecord> Events { get; } = new RecordFields<EventRecord>(ModelNeeds.Events)
        .At(one => one.Time).Thread(one => one.ExecutionId).Stack(one => one.Details.Stack)
        .Text("provider", one => one.Provider).Text("event", one => one.Name)
        .Payload((one, path) => one.Details.TryFind(path, out string text, out double? number)
            ? FilterValue.Of(text, number)
            : default);

    public static RecordFields<Pause> Pauses { get; } = new RecordFields<Pause>(ModelNeeds.Pauses)
        .During(one => one.Range).Stack(one => one.Stack).Kind(Kind, one => one.Cause)
        .Text(Reason, one => one.Reason);

    public static RecordFields<Collection> Collections { get; } =
        new RecordFields<Collection>(ModelNeeds.Collections)
            .During(one => one.Range).Stack(one => one.Stack).Text(Reason, one => one.Reason)
            .Number("number", one => one.Number).Number("generation", one => one.Generation);

    public static RecordFields<Wait> Waits { get; } = new RecordFields<Wait>(AllWaits)
        .During(one => one.Range).Thread(one => one.ExecutionId).Stack(one => one.Stack).Kind(Kind, one => one.Kind)
        .Identity("lock", one => one.ObjectId).Identity("owner", one => unchecked((ulong)one.OwnerId));

    public static RecordFields<Sample> Samples { get; } = new RecordFields<Sample>(ModelNeeds.Samples)
        .At(one => one.Time).Thread(one => one.ExecutionId).Stack(one => one.Stack).Kind(Kind, one => one.Kind);

    public static RecordFields<ExecutionState> States { get; } =
        new RecordFields<ExecutionState>(ModelNeeds.ExecutionStates)
            .During(one => one.Range).Thread(one => one.ExecutionId).Stack(one => one.Stack)
            .Kind(State, one => one.Activity).Text(Reason, one => one.Reason).Text(Name, one => one.Function);

    public static RecordFields<Region> Regions { get; } = new RecordFields<Region>(ModelNeeds.Regions)
        .During(one => one.Range).Thread(one => one.ExecutionId).Stack(one => one.Stack)
        .Text(Name, one => one.Name).Identity("task", one => one.TaskId);

    public static RecordFields<TraceTask> Tasks { get; } = new RecordFields<TraceTask>(ModelNeeds.Tasks)
        .During(one => one.Range).Stack(one => one.Stack).Text(Name, one => one.Name)
        .Identity("task", one => one.Id);

    public static RecordFields<ExceptionRecord> Exceptions { get; } =
        new RecordFields<ExceptionRecord>(ModelNeeds.Exceptions)
            .At(one => one.Time).Thread(one => one.ExecutionId).Stack(one => one.Stack)
            .Text(Type, one => one.Type).Message(one => one.Message);

    public static RecordFields<AllocationSample> Allocations { get; } =
        new RecordFields<AllocationSample>(ModelNeeds.Allocations)
            .At(one => one.Time).Thread(one => one.ExecutionId).Stack(one => one.Stack)
            .Text(Type, one => one.Type).Bytes(one => one.Bytes);

    public static RecordFields<Counter> Counters { get; } = new RecordFields<Counter>(ModelNeeds.Counters)
        .At(one => one.Time).Text(Name, one => one.Name).Text("provider", one => one.Provider)
        .Text("tags", one => one.Tags).Kind(Kind, one => one.Kind).Number("value", one => one.Value);

    public static RecordFields<FigureReading> Figures { get; } = new RecordFields<FigureReading>(ModelNeeds.Figures)
        .At(one => one.Time);

    public static RecordFields<HeapState> HeapStates { get; } = new RecordFields<HeapState>(ModelNeeds.HeapStates)
        .At(one => one.Time).Bytes(one => one.TotalBytes);

    public static RecordFields<FinalizedObject> Finalizations { get; } =
        new RecordFields<FinalizedObject>(ModelNeeds.Finalizations)
            .At(one => one.Time).Text(Type, one => one.Type);

    public static RecordFields<PoolAdjustment> PoolAdjustments { get; } =
        new RecordFields<PoolAdjustment>(ModelNeeds.PoolAdjustments)
            .At(one => one.Time).Text(Reason, one => one.Reason).Kind(Kind, one => one.Cause)
            .Number("threads", one => one.TargetThreads);

    public static RecordFields<LogRecord> Logs { get; } = new RecordFields<LogRecord>(ModelNeeds.Logs)
        .At(one => one.Time).Thread(one => one.ExecutionId).Text("category", one => one.Category)
        .Message(one => one.Message).Text("exception", one => one.Exception).Text("trace", one => one.TraceId)
        .Number("severity", one => one.Severity == LogSeverity.Unknown ? null : (double)one.Severity,
            FilterFieldType.Severity)
        .Identity("task", one => one.TaskId);

    public static RecordFields<AsyncOperation> AsyncOperations { get; } =
        new RecordFields<AsyncOperation>(ModelNeeds.AsyncOperations)
            .During(one => one.Range).Stack(one => one.Stack).Kind(Status, one => one.Outcome);

    public static RecordFields<AsyncSpan> AsyncSpans { get; } =
        new RecordFields<AsyncSpan>(ModelNeeds.AsyncOperations)
            .During(one => one.Range).Thread(one => one.ExecutionId).Stack(one => one.Stack)
            .Kind(State, one => one.Activity);

    public static RecordFields<AsyncDamage> AsyncDamages { get; } =
        new RecordFields<AsyncDamage>(ModelNeeds.AsyncOperations)
            .At(one => one.Time).Thread(one => one.ExecutionId).Text(Reason, one => one.Reason);

    public static RecordFields<Span> Spans { get; } = new RecordFields<Span>(ModelNeeds.Spans)
        .During(one => one.Range).Thread(one => one.ExecutionId).Kind(Kind, one => one.Kind)
        .Text(Name, one => one.Name).Text("target", one => one.Target).Text(Status, one => one.Status)
        .Text("trace", one => one.TraceId).Text("source", one => one.Source);

    public static RecordFields<CompiledMethod> CompiledMethods { get; } =
        new RecordFields<CompiledMethod>(ModelNeeds.CompiledMethods)
            .At(one => one.Time).Thread(one => one.ExecutionId).Stack(one => one.Stack)
            .Text(Name, one => one.Name).Kind(Kind, one => one.Tier).Bytes(one => one.CodeBytes)
            .Number("duration", one => one.Nanoseconds, FilterFieldType.Duration);

    public static RecordFields<OffCpuTime> OffCpuTimes { get; } =
        new RecordFields<OffCpuTime>(ModelNeeds.OffCpuTimes)
            .During(one => one.Range).Thread(one => one.ExecutionId).Stack(one => one.Stack);

    public static RecordFields<ModuleLoad> Modules { get; } = new RecordFields<ModuleLoad>(ModelNeeds.Modules)
        .AtAny(one => one.Time).Text("path", one => one.Path);

    public static RecordFields<ProcUse> ProcUses { get; } = new RecordFields<ProcUse>(ModelNeeds.ProcUses)
        .During(one => one.Range).Identity("proc", one => unchecked((ulong)one.ProcId));

    public static RecordFields<CollectionWork> CollectionWork { get; } =
        new RecordFields<CollectionWork>(ModelNeeds.CollectionWork)
            .During(one => one.Range).Thread(one => one.ExecutionId).Stack(one => one.Stack);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<IRecordFields> All { get; } =
    [
        Events, Pauses, Collections, Waits, Samples, States, Regions, Tasks, Exceptions, Allocations, Counters,
        Figures, HeapStates, Finalizations, PoolAdjustments, Logs, AsyncOperations, AsyncSpans, AsyncDamages, Spans,
        CompiledMethods, OffCpuTimes, Modules, ProcUses, CollectionWork,
    ];
}
