using Contrail.Analysis.Model;

namespace Contrail.Analysis.Export.Tables;

/// <summary>The tables of all kinds of records: the only list of them. Immutable; safe from any thread.</summary>
internal static class ModelTables
{
    public static RecordTable<Pause> Pauses { get; } =
        new RecordTable<Pause>("pauses", ModelNeeds.Pauses, "a time in which the runtime had stopped all threads")
            .During(one => one.Range)
            .Kind("cause", "what for; Sampling is the recording itself, which the view leaves out", one => one.Cause)
            .Text("reason", "the same in the runtime's words", one => one.Reason)
            .Integer(
                "suspension_ns", "how long it took until all threads had stopped", one => one.SuspensionNanoseconds)
            .Stack(one => one.Stack);

    public static RecordTable<Collection> Collections { get; } =
        new RecordTable<Collection>("collections", ModelNeeds.Collections, "a garbage collection")
            .During(one => one.Range).Integer("number", "the runtime's number for it", one => one.Number)
            .Integer("generation", "the oldest generation collected", one => one.Generation)
            .Text("reason", "why it started", one => one.Reason)
            .Flag("is_concurrent", "whether it ran while the application did", one => one.IsConcurrent)
            .Flag("is_induced", "whether code requested it", one => one.IsInduced).Stack(one => one.Stack);

    public static RecordTable<Wait> Waits { get; } = new RecordTable<Wait>(
        "waits", ModelNeeds.Waits | ModelNeeds.HandleWaits | ModelNeeds.TaskWaits, "a thread that waited")
            .During(one => one.Range).Thread(one => one.ExecutionId).Kind("kind", "what for", one => one.Kind)
            .Text("object", "the lock or handle, for comparison only", one => Identity(one.ObjectId))
            .Integer("owner", "the thread that had the lock when the wait began", one => Known(one.OwnerId))
            .Request(one => one.Request).Stack(one => one.Stack);

    public static RecordTable<Sample> Samples { get; } =
        new RecordTable<Sample>("samples", ModelNeeds.Samples, "where a thread was at a moment")
            .At(one => one.Time).Thread(one => one.ExecutionId).Kind("kind", "what the thread did", one => one.Kind)
            .Integer("cpu_ns", "the processor time for which it counts, in nanoseconds",
                one => one.CpuNanoseconds > 0 ? Saturated.Of(one.CpuNanoseconds) : null)
            .Stack(one => one.Stack);

    public static RecordTable<ExecutionState> States { get; } = new RecordTable<ExecutionState>(
        "states", ModelNeeds.ExecutionStates, "a time in which a goroutine was in one state")
            .During(one => one.Range).Thread(one => one.ExecutionId)
            .Kind("state", "what it did", one => one.Activity).Text("reason", "why it waited", one => one.Reason)
            .Text("function", "the function with which it began", one => one.Function)
            .Integer("waker", "what made it ready", one => Known(one.WakerId)).Stack(one => one.Stack);

    public static RecordTable<OffCpuTime> OffCpu { get; } = new RecordTable<OffCpuTime>(
        "off_cpu", ModelNeeds.OffCpuTimes,
        "a time in which the kernel saw a thread blocked, as far as it is in the burst and in the window")
            .Spent(one => one.Range).Thread(one => one.ExecutionId).Stack(one => one.Stack);

    public static RecordTable<Region> Regions { get; } =
        new RecordTable<Region>("regions", ModelNeeds.Regions, "a section of code that the application marked")
            .During(one => one.Range).Thread(one => one.ExecutionId).Text("name", "its name", one => one.Name)
            .Text("task", "the task that it belongs to", one => Identity(one.TaskId)).Stack(one => one.Stack);

    public static RecordTable<TraceTask> Tasks { get; } =
        new RecordTable<TraceTask>("tasks", ModelNeeds.Tasks, "a unit of work that the application marked")
            .During(one => one.Range).Text("task", "its id", one => Identity(one.Id))
            .Text("name", "its name", one => one.Name).Stack(one => one.Stack);

    public static RecordTable<ExceptionRecord> Exceptions { get; } =
        new RecordTable<ExceptionRecord>("exceptions", ModelNeeds.Exceptions, "an exception that was thrown")
            .At(one => one.Time).Thread(one => one.ExecutionId).Text("type", "its type", one => one.Type)
            .Message("message", "its message", one => one.Message)
            .Flag("is_rethrown", "whether it was thrown again", one => one.IsRethrown)
            .Request(one => one.Request).Stack(one => one.Stack);

    public static RecordTable<AllocationSample> Allocations { get; } =
        new RecordTable<AllocationSample>("allocations", ModelNeeds.Allocations, "a sampled allocation")
            .At(one => one.Time).Thread(one => one.ExecutionId).Text("type", "the type of the object", one => one.Type)
            .Integer("bytes", "the bytes that it represents", one => one.Bytes)
            .Request(one => one.Request).Stack(one => one.Stack);

    public static RecordTable<Counter> Counters { get; } =
        new RecordTable<Counter>("counters", ModelNeeds.Counters, "a value of a counter at a moment")
            .At(one => one.Time).Text("provider", "the event source or meter", one => one.Provider)
            .Text("name", "its name", one => one.Name).Text("tags", "its dimensions", one => one.Tags)
            .Real("value", "its value; of a distribution the mean", one => one.Value)
            .Kind("kind", "what the value is", one => one.Kind).Text("unit", "its unit", one => one.Unit)
            .Integer("count", "the values of a distribution", one => Known(one.Count));

    public static RecordTable<HeapState> Heap { get; } =
        new RecordTable<HeapState>("heap", ModelNeeds.HeapStates, "the managed heap after a collection")
            .At(one => one.Time).Integer("gen0_bytes", "generation 0", one => one.Gen0Bytes)
            .Integer("gen1_bytes", "generation 1", one => one.Gen1Bytes)
            .Integer("gen2_bytes", "generation 2", one => one.Gen2Bytes)
            .Integer("large_bytes", "large objects", one => one.LargeBytes)
            .Integer("pinned_bytes", "the heap of pinned objects", one => one.PinnedBytes)
            .Integer("promoted_bytes", "what survived the collection", one => one.PromotedBytes);

    public static RecordTable<PoolAdjustment> Pool { get; } =
        new RecordTable<PoolAdjustment>("pool", ModelNeeds.PoolAdjustments, "a change of the thread pool")
            .At(one => one.Time).Integer("threads", "the new target", one => one.TargetThreads)
            .Kind("cause", "why", one => one.Cause).Text("reason", "why, in words", one => one.Reason);

    public static RecordTable<LogRecord> Logs { get; } =
        new RecordTable<LogRecord>("logs", ModelNeeds.Logs, "a message that the application logged")
            .At(one => one.Time).Thread(one => one.ExecutionId)
            .Text("category", "the kind of message", one => one.Category)
            .Kind("severity", "how severe it is", one => one.Severity)
            .Message("message", "the message", one => one.Message)
            .Text("exception", "the exception logged with it", one => one.Exception)
            .Text("trace_id", "the W3C id of its trace", one => one.TraceId)
            .Text("span_id", "the W3C id of its span", one => one.SpanId);

    public static RecordTable<Span> Spans { get; } =
        new RecordTable<Span>("spans", ModelNeeds.Spans, "a request, a call, or another unit of work")
            .During(one => one.Range).Thread(one => one.ExecutionId).Kind("kind", "what kind of work", one => one.Kind)
            .Text("name", "what was done", one => one.Name).Text("target", "to what", one => one.Target)
            .Text("status", "how it ended", one => one.Status)
            .Flag("is_failed", "whether it is known to have failed", one => one.IsFailed)
            .Flag("is_canceled", "whether its sender is known to have canceled it", one => one.IsCanceled)
            .Integer("queued_ns", "how long it waited for a connection", one => one.QueuedNanoseconds)
            .Text("trace_id", "the W3C id of its trace", one => one.TraceId)
            .Text("span_id", "its W3C id", one => one.SpanId)
            .Text("parent_id", "the W3C id of the span in which it started", one => one.ParentId)
            .Text("source", "the event source, or the source of the activity", one => one.Source)
            .Stack(one => one.Stack);

    public static RecordTable<AsyncOperation> AsyncOperations { get; } = new RecordTable<AsyncOperation>(
        "async_operations", ModelNeeds.AsyncOperations, "a chain of async methods")
            .During(one => one.Range).Integer("operation", "its number", one => unchecked((long)one.Id))
            .Integer("parent", "the operation that ran when it began", one => Known(unchecked((long)one.ParentId)))
            .Integer("awaiter", "the operation that awaited it", one => Known(unchecked((long)one.AwaiterId)))
            .Kind("outcome", "how it ended", one => one.Outcome)
            .Integer("suspended_ns", "how long it was suspended", one => one.SuspendedNanoseconds)
            .Integer("running_ns", "how long threads ran it", one => one.RunningNanoseconds)
            .Integer("suspensions", "how often it was suspended", one => one.SuspensionCount).Stack(one => one.Stack);

    public static RecordTable<AsyncSpan> AsyncSteps { get; } = new RecordTable<AsyncSpan>(
        "async_steps", ModelNeeds.AsyncOperations,
        "a time in which an async operation was suspended, or in which a thread ran it")
            .During(one => one.Range).Integer("operation", "its number", one => unchecked((long)one.OperationId))
            .Thread(one => one.ExecutionId).Kind("state", "Waiting for suspended, or Running", one => one.Activity)
            .Integer("awaited", "the operation that it awaited", one => Known(unchecked((long)one.AwaitedId)))
            .Stack(one => one.Stack);

    public static RecordTable<CompiledMethod> Compiled { get; } = new RecordTable<CompiledMethod>(
        "compiled_methods", ModelNeeds.CompiledMethods, "a method that was compiled while the process ran")
            .At(one => one.Time).Thread(one => one.ExecutionId).Text("name", "the method", one => one.Name)
            .Kind("tier", "how far it was optimized", one => one.Tier)
            .Integer("duration_ns", "how long the compilation took", one => one.Nanoseconds)
            .Integer("code_bytes", "the size of the code", one => one.CodeBytes).Stack(one => one.Stack);

    public static RecordTable<ModuleLoad> Modules { get; } =
        new RecordTable<ModuleLoad>("modules", ModelNeeds.Modules, "a module that the process loaded")
            .Integer("time_ns", "when, in nanoseconds since the start of the trace", one => one.Time?.Nanoseconds)
            .Text("path", "its file", one => one.Path);

    public static RecordTable<ProcUse> Procs { get; } = new RecordTable<ProcUse>(
        "procs", ModelNeeds.ProcUses, "a time in which a processor of Go's scheduler was in use")
            .During(one => one.Range)
            .Integer("proc", "its number; not that of a processor of the machine", one => one.ProcId);

    public static RecordTable<CollectionWork> CollectorWork { get; } = new RecordTable<CollectionWork>(
        "collector_work", ModelNeeds.CollectionWork,
        "a time in which a goroutine ran for a garbage collection, while the application ran too")
            .During(one => one.Range).Thread(one => one.ExecutionId)
            .Flag("is_assist", "whether application code had to do it, because it allocated", one => one.IsAssist)
            .Real("share", "the part of the processors of the process that it used", one => one.ProcessorShare)
            .Stack(one => one.Stack);

    public static RecordTable<FinalizedObject> Finalized { get; } = new RecordTable<FinalizedObject>(
        "finalized_objects", ModelNeeds.Finalizations, "an object whose finalizer began to run")
            .At(one => one.Time).Text("type", "its type", one => one.Type);

    public static RecordTable<Figure> Figures { get; } = new RecordTable<Figure>(
        "figures", ModelNeeds.Figures | ModelNeeds.EarlierFigures,
        "a figure of the operating system or of the runtime at a moment, if it is known")
            .At(one => one.Reading.Time).Text("about", "what it is about", one => one.Reading.Event.Name)
            .Thread(one => one.Reading.ExecutionId)
            .Text("subject", "the name of the thread, or the path of the control group", one => one.Reading.Subject)
            .Text("name", "its name", one => one.Column.Name)
            .Integer("value", "its value; 9223372036854775807 for a limit that does not exist", one => one.Value)
            .Text("unit", "what one of it is", one => $"{one.Column.Unit}")
            .Text(
                "course", "Total only grows, Current is a state, Limit a limit, Interval of the time before it",
                one => $"{one.Column.Course}")
            .Flag("is_earlier", "whether it is from before the window of the events", one => one.Reading.IsEarlier);

    /// <summary>All tables of records.</summary>
    public static IReadOnlyList<TableSchema> All { get; } =
    [
        Pauses.Schema, Collections.Schema, Waits.Schema, Samples.Schema, States.Schema, OffCpu.Schema, Regions.Schema,
        Tasks.Schema, Exceptions.Schema, Allocations.Schema, Counters.Schema, Heap.Schema, Pool.Schema, Logs.Schema,
        Spans.Schema, AsyncOperations.Schema, AsyncSteps.Schema, Compiled.Schema, Modules.Schema, Procs.Schema,
        CollectorWork.Schema, Finalized.Schema, Figures.Schema,
    ];

    private static long? Known(long id) => id == 0 ? null : id;

    private static string Identity(ulong id) => id == 0 ? "" : FormattableString.Invariant($"0x{id:x}");
}
