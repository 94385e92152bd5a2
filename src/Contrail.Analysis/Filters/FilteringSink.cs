using Contrail.Analysis.Model;

namespace Contrail.Analysis.Filters;

/// <summary>Passes the records that match a filter to another sink. Not safe for concurrent use.</summary>
/// <param name="inner">Receives the records that match.</param>
/// <param name="filter">The filter.</param>
internal sealed class FilteringSink(IModelSink inner, Filter filter) : IModelSink
{
    private RecordTests? _tests;

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
            _tests = new RecordTests(filter, scope);
        }

        inner.OnBegin(context);
    }

    /// <inheritdoc/>
    public void Add(in Pause pause)
    {
        if (_tests?.Pauses?.Invoke(pause) == true)
        {
            inner.Add(pause);
        }
    }

    /// <inheritdoc/>
    public void Add(in Collection collection)
    {
        if (_tests?.Collections?.Invoke(collection) == true)
        {
            inner.Add(collection);
        }
    }

    /// <inheritdoc/>
    public void Add(in Wait wait)
    {
        if (_tests?.Waits?.Invoke(wait) == true)
        {
            inner.Add(wait);
        }
    }

    /// <inheritdoc/>
    public void Add(in Sample sample)
    {
        if (_tests?.Samples?.Invoke(sample) == true)
        {
            inner.Add(sample);
        }
    }

    /// <inheritdoc/>
    public void Add(in ExecutionState state)
    {
        if (_tests?.States?.Invoke(state) == true)
        {
            inner.Add(state);
        }
    }

    /// <inheritdoc/>
    public void Add(in Region region)
    {
        if (_tests?.Regions?.Invoke(region) == true)
        {
            inner.Add(region);
        }
    }

    /// <inheritdoc/>
    public void Add(in TraceTask task)
    {
        if (_tests?.Tasks?.Invoke(task) == true)
        {
            inner.Add(task);
        }
    }

    /// <inheritdoc/>
    public void Add(in ExceptionRecord exception)
    {
        if (_tests?.Exceptions?.Invoke(exception) == true)
        {
            inner.Add(exception);
        }
    }

    /// <inheritdoc/>
    public void Add(in AllocationSample allocation)
    {
        if (_tests?.Allocations?.Invoke(allocation) == true)
        {
            inner.Add(allocation);
        }
    }

    /// <inheritdoc/>
    public void Add(in Counter counter)
    {
        if (_tests?.Counters?.Invoke(counter) == true)
        {
            inner.Add(counter);
        }
    }

    /// <inheritdoc/>
    public void Add(in FigureReading reading)
    {
        if (_tests?.Figures?.Invoke(reading) == true)
        {
            inner.Add(reading);
        }
    }

    /// <inheritdoc/>
    public void Add(in HeapState heap)
    {
        if (_tests?.HeapStates?.Invoke(heap) == true)
        {
            inner.Add(heap);
        }
    }

    /// <inheritdoc/>
    public void Add(in FinalizedObject finalized)
    {
        if (_tests?.Finalizations?.Invoke(finalized) == true)
        {
            inner.Add(finalized);
        }
    }

    /// <inheritdoc/>
    public void Add(in PoolAdjustment adjustment)
    {
        if (_tests?.PoolAdjustments?.Invoke(adjustment) == true)
        {
            inner.Add(adjustment);
        }
    }

    /// <inheritdoc/>
    public void Add(in LogRecord log)
    {
        if (_tests?.Logs?.Invoke(log) == true)
        {
            inner.Add(log);
        }
    }

    /// <inheritdoc/>
    public void Add(in AsyncOperation operation)
    {
        if (_tests?.AsyncOperations?.Invoke(operation) == true)
        {
            inner.Add(operation);
        }
    }

    /// <inheritdoc/>
    public void Add(in AsyncSpan span)
    {
        if (_tests?.AsyncSpans?.Invoke(span) == true)
        {
            inner.Add(span);
        }
    }

    /// <inheritdoc/>
    public void Add(in AsyncDamage damage)
    {
        if (_tests?.AsyncDamages?.Invoke(damage) == true)
        {
            inner.Add(damage);
        }
    }

    /// <inheritdoc/>
    public void Add(in Span span)
    {
        if (_tests?.Spans?.Invoke(span) == true)
        {
            inner.Add(span);
        }
    }

    /// <inheritdoc/>
    public void Add(in CompiledMethod method)
    {
        if (_tests?.CompiledMethods?.Invoke(method) == true)
        {
            inner.Add(method);
        }
    }

    /// <inheritdoc/>
    public void Add(in OffCpuTime blocked)
    {
        if (_tests?.OffCpuTimes?.Invoke(blocked) == true)
        {
            inner.Add(blocked);
        }
    }

    /// <inheritdoc/>
    public void Add(in ModuleLoad module)
    {
        if (_tests?.Modules?.Invoke(module) == true)
        {
            inner.Add(module);
        }
    }

    /// <inheritdoc/>
    public void Add(in EventRecord one)
    {
        PayloadFields.Add(one);
        if (_tests?.Events?.Invoke(one) == true)
        {
            inner.Add(one);
        }
    }

    /// <inheritdoc/>
    public void Add(in ProcUse use)
    {
        if (_tests?.ProcUses?.Invoke(use) == true)
        {
            inner.Add(use);
        }
    }

    /// <inheritdoc/>
    public void Add(in CollectionWork work)
    {
        if (_tests?.CollectionWork?.Invoke(work) == true)
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
}
