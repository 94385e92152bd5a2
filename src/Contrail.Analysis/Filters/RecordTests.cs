using Contrail.Analysis.Model;

namespace Contrail.Analysis.Filters;

/// <summary>
/// A filter for the records of each kind; null for a kind of which no record can match. Not safe for concurrent use.
/// </summary>
/// <param name="filter">The filter.</param>
/// <param name="scope">What its values refer to.</param>
internal sealed class RecordTests(Filter filter, FilterScope scope)
{
    public FilterTest<Pause>? Pauses { get; } = filter.Compile(RecordTables.Pauses, scope);

    public FilterTest<Collection>? Collections { get; } = filter.Compile(RecordTables.Collections, scope);

    public FilterTest<Wait>? Waits { get; } = filter.Compile(RecordTables.Waits, scope);

    public FilterTest<Sample>? Samples { get; } = filter.Compile(RecordTables.Samples, scope);

    public FilterTest<ExecutionState>? States { get; } = filter.Compile(RecordTables.States, scope);

    public FilterTest<Region>? Regions { get; } = filter.Compile(RecordTables.Regions, scope);

    public FilterTest<TraceTask>? Tasks { get; } = filter.Compile(RecordTables.Tasks, scope);

    public FilterTest<ExceptionRecord>? Exceptions { get; } = filter.Compile(RecordTables.Exceptions, scope);

    public FilterTest<AllocationSample>? Allocations { get; } = filter.Compile(RecordTables.Allocations, scope);

    public FilterTest<Counter>? Counters { get; } = filter.Compile(RecordTables.Counters, scope);

    public FilterTest<FigureReading>? Figures { get; } = filter.Compile(RecordTables.Figures, scope);

    public FilterTest<HeapState>? HeapStates { get; } = filter.Compile(RecordTables.HeapStates, scope);

    public FilterTest<FinalizedObject>? Finalizations { get; } = filter.Compile(RecordTables.Finalizations, scope);

    public FilterTest<PoolAdjustment>? PoolAdjustments { get; } = filter.Compile(RecordTables.PoolAdjustments, scope);

    public FilterTest<LogRecord>? Logs { get; } = filter.Compile(RecordTables.Logs, scope);

    public FilterTest<AsyncOperation>? AsyncOperations { get; } = filter.Compile(RecordTables.AsyncOperations, scope);

    public FilterTest<AsyncSpan>? AsyncSpans { get; } = filter.Compile(RecordTables.AsyncSpans, scope);

    public FilterTest<AsyncDamage>? AsyncDamages { get; } = filter.Compile(RecordTables.AsyncDamages, scope);

    public FilterTest<Span>? Spans { get; } = filter.Compile(RecordTables.Spans, scope);

    public FilterTest<CompiledMethod>? CompiledMethods { get; } = filter.Compile(RecordTables.CompiledMethods, scope);

    public FilterTest<OffCpuTime>? OffCpuTimes { get; } = filter.Compile(RecordTables.OffCpuTimes, scope);

    public FilterTest<ModuleLoad>? Modules { get; } = filter.Compile(RecordTables.Modules, scope);

    public FilterTest<EventRecord>? Events { get; } = filter.Compile(RecordTables.Events, scope);

    public FilterTest<ProcUse>? ProcUses { get; } = filter.Compile(RecordTables.ProcUses, scope);

    public FilterTest<CollectionWork>? CollectionWork { get; } = filter.Compile(RecordTables.CollectionWork, scope);
}
