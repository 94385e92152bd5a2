using Contrail.Analysis.Model;

namespace Contrail.Analysis.Filters;

/// <summary>Passes the records that match a filter to another sink. Not safe for concurrent use.</summary>
/// <param name="inner">Receives the records that match.</param>
/// <param name="filter">The filter.</param>
internal sealed class FilteringSink(IModelSink inner, Filter filter) : IModelSink
{
    private FilterTest<Pause>? _pauses;
    private FilterTest<Collection>? _collections;
    private FilterTest<Wait>? _waits;
    private FilterTest<Sample>? _samples;
    private FilterTest<ExecutionState>? _states;
    private FilterTest<Region>? _regions;
    private FilterTest<TraceTask>? _tasks;
    private FilterTest<ExceptionRecord>? _exceptions;
    private FilterTest<AllocationSample>? _allocations;
    private FilterTest<Counter>? _counters;
    private FilterTest<HeapState>? _heapStates;
    private FilterTest<FinalizedObject>? _finalizations;
    private FilterTest<PoolAdjustment>? _poolAdjustments;
    private FilterTest<LogRecord>? _logs;
    private FilterTest<AsyncOperation>? _asyncOperations;
    private FilterTest<AsyncSpan>? _asyncSpans;
    private FilterTest<AsyncDamage>? _asyncDamages;
    private FilterTest<Span>? _spans;
    private FilterTest<CompiledMethod>? _compiledMethods;
    private FilterTest<ModuleLoad>? _modules;
    private FilterTest<EventRecord>? _events;
    private FilterTest<ProcUse>? _procUses;
    private FilterTest<CollectionWork>? _collectionWork;

    /// <inheritdoc/>
    public ModelNeeds Needs { get; } = inner.Needs | filter.Needs;

    /// <summary>Which payload fields of the filter the events do not have.</summary>
    public PayloadFieldCheck PayloadFields { get; } = new(filter);

    /// <summary>Whether the trace does not contain the time of day that the filter uses: no record passes.</summary>
    public bool IsTimeOfDayMissing { get; private set; }

    /// <inheritdoc/>
    public void OnBegin(TraceContext context)
    {
        FilterScope scope = new(context.Stacks, context.Extent ?? default);
        IsTimeOfDayMissing = filter.NeedsTimeOfDay && scope.Extent.StartUtc is null;
        if (!IsTimeOfDayMissing)
        {
            Compile(scope);
        }

        inner.OnBegin(context);
    }

    /// <inheritdoc/>
    public void Add(in Pause pause)
    {
        if (_pauses?.Invoke(pause) == true)
        {
            inner.Add(pause);
        }
    }

    /// <inheritdoc/>
    public void Add(in Collection collection)
    {
        if (_collections?.Invoke(collection) == true)
        {
            inner.Add(collection);
        }
    }

    /// <inheritdoc/>
    public void Add(in Wait wait)
    {
        if (_waits?.Invoke(wait) == true)
        {
            inner.Add(wait);
        }
    }

    /// <inheritdoc/>
    public void Add(in Sample sample)
    {
        if (_samples?.Invoke(sample) == true)
        {
            inner.Add(sample);
        }
    }

    /// <inheritdoc/>
    public void Add(in ExecutionState state)
    {
        if (_states?.Invoke(state) == true)
        {
            inner.Add(state);
        }
    }

    /// <inheritdoc/>
    public void Add(in Region region)
    {
        if (_regions?.Invoke(region) == true)
        {
            inner.Add(region);
        }
    }

    /// <inheritdoc/>
    public void Add(in TraceTask task)
    {
        if (_tasks?.Invoke(task) == true)
        {
            inner.Add(task);
        }
    }

    /// <inheritdoc/>
    public void Add(in ExceptionRecord exception)
    {
        if (_exceptions?.Invoke(exception) == true)
        {
            inner.Add(exception);
        }
    }

    /// <inheritdoc/>
    public void Add(in AllocationSample allocation)
    {
        if (_allocations?.Invoke(allocation) == true)
        {
            inner.Add(allocation);
        }
    }

    /// <inheritdoc/>
    public void Add(in Counter counter)
    {
        if (_counters?.Invoke(counter) == true)
        {
            inner.Add(counter);
        }
    }

    /// <inheritdoc/>
    public void Add(in HeapState heap)
    {
        if (_heapStates?.Invoke(heap) == true)
        {
            inner.Add(heap);
        }
    }

    /// <inheritdoc/>
    public void Add(in FinalizedObject finalized)
    {
        if (_finalizations?.Invoke(finalized) == true)
        {
            inner.Add(finalized);
        }
    }

    /// <inheritdoc/>
    public void Add(in PoolAdjustment adjustment)
    {
        if (_poolAdjustments?.Invoke(adjustment) == true)
        {
            inner.Add(adjustment);
        }
    }

    /// <inheritdoc/>
    public void Add(in LogRecord log)
    {
        if (_logs?.Invoke(log) == true)
        {
            inner.Add(log);
        }
    }

    /// <inheritdoc/>
    public void Add(in AsyncOperation operation)
    {
        if (_asyncOperations?.Invoke(operation) == true)
        {
            inner.Add(operation);
        }
    }

    /// <inheritdoc/>
    public void Add(in AsyncSpan span)
    {
        if (_asyncSpans?.Invoke(span) == true)
        {
            inner.Add(span);
        }
    }

    /// <inheritdoc/>
    public void Add(in AsyncDamage damage)
    {
        if (_asyncDamages?.Invoke(damage) == true)
        {
            inner.Add(damage);
        }
    }

    /// <inheritdoc/>
    public void Add(in Span span)
    {
        if (_spans?.Invoke(span) == true)
        {
            inner.Add(span);
        }
    }

    /// <inheritdoc/>
    public void Add(in CompiledMethod method)
    {
        if (_compiledMethods?.Invoke(method) == true)
        {
            inner.Add(method);
        }
    }

    /// <inheritdoc/>
    public void Add(in ModuleLoad module)
    {
        if (_modules?.Invoke(module) == true)
        {
            inner.Add(module);
        }
    }

    /// <inheritdoc/>
    public void Add(in EventRecord one)
    {
        PayloadFields.Add(one);
        if (_events?.Invoke(one) == true)
        {
            inner.Add(one);
        }
    }

    /// <inheritdoc/>
    public void Add(in ProcUse use)
    {
        if (_procUses?.Invoke(use) == true)
        {
            inner.Add(use);
        }
    }

    /// <inheritdoc/>
    public void Add(in CollectionWork work)
    {
        if (_collectionWork?.Invoke(work) == true)
        {
            inner.Add(work);
        }
    }

    /// <inheritdoc/>
    public void OnGap() => inner.OnGap();

    /// <inheritdoc/>
    public void OnUnpaired(ModelNeeds kind) => inner.OnUnpaired(kind);

    /// <inheritdoc/>
    public void OnEnd(TraceExtent extent) => inner.OnEnd(extent);

    private void Compile(FilterScope scope)
    {
        _pauses = filter.Compile(RecordTables.Pauses, scope);
        _collections = filter.Compile(RecordTables.Collections, scope);
        _waits = filter.Compile(RecordTables.Waits, scope);
        _samples = filter.Compile(RecordTables.Samples, scope);
        _states = filter.Compile(RecordTables.States, scope);
        _regions = filter.Compile(RecordTables.Regions, scope);
        _tasks = filter.Compile(RecordTables.Tasks, scope);
        _exceptions = filter.Compile(RecordTables.Exceptions, scope);
        _allocations = filter.Compile(RecordTables.Allocations, scope);
        _counters = filter.Compile(RecordTables.Counters, scope);
        _heapStates = filter.Compile(RecordTables.HeapStates, scope);
        _finalizations = filter.Compile(RecordTables.Finalizations, scope);
        _poolAdjustments = filter.Compile(RecordTables.PoolAdjustments, scope);
        _logs = filter.Compile(RecordTables.Logs, scope);
        _asyncOperations = filter.Compile(RecordTables.AsyncOperations, scope);
        _asyncSpans = filter.Compile(RecordTables.AsyncSpans, scope);
        _asyncDamages = filter.Compile(RecordTables.AsyncDamages, scope);
        _spans = filter.Compile(RecordTables.Spans, scope);
        _compiledMethods = filter.Compile(RecordTables.CompiledMethods, scope);
        _modules = filter.Compile(RecordTables.Modules, scope);
        _events = filter.Compile(RecordTables.Events, scope);
        _procUses = filter.Compile(RecordTables.ProcUses, scope);
        _collectionWork = filter.Compile(RecordTables.CollectionWork, scope);
    }
}
