namespace Contrail.Analysis.Model;

/// <summary>Passes each record to the views that declare its kind. Not safe for concurrent use.</summary>
internal sealed class TraceModel(params IModelSink[] views) : IModelSink
{
    private readonly IModelSink[] _pauses = Requiring(views, ModelNeeds.Pauses);
    private readonly IModelSink[] _collections = Requiring(views, ModelNeeds.Collections);
    private readonly IModelSink[] _waits = Requiring(views, ModelNeeds.Waits);
    private readonly IModelSink[] _handleWaits = Requiring(views, ModelNeeds.HandleWaits);
    private readonly IModelSink[] _taskWaits = Requiring(views, ModelNeeds.TaskWaits);
    private readonly IModelSink[] _samples = Requiring(views, ModelNeeds.Samples);
    private readonly IModelSink[] _executionStates = Requiring(views, ModelNeeds.ExecutionStates);
    private readonly IModelSink[] _regions = Requiring(views, ModelNeeds.Regions);
    private readonly IModelSink[] _tasks = Requiring(views, ModelNeeds.Tasks);
    private readonly IModelSink[] _exceptions = Requiring(views, ModelNeeds.Exceptions);
    private readonly IModelSink[] _allocations = Requiring(views, ModelNeeds.Allocations);
    private readonly IModelSink[] _counters = Requiring(views, ModelNeeds.Counters);
    private readonly IModelSink[] _figures = Requiring(views, ModelNeeds.Figures);
    private readonly IModelSink[] _earlierFigures = Requiring(views, ModelNeeds.EarlierFigures);
    private readonly IModelSink[] _heapStates = Requiring(views, ModelNeeds.HeapStates);
    private readonly IModelSink[] _finalizations = Requiring(views, ModelNeeds.Finalizations);
    private readonly IModelSink[] _poolAdjustments = Requiring(views, ModelNeeds.PoolAdjustments);
    private readonly IModelSink[] _logs = Requiring(views, ModelNeeds.Logs);
    private readonly IModelSink[] _asyncOperations = Requiring(views, ModelNeeds.AsyncOperations);
    private readonly IModelSink[] _spans = Requiring(views, ModelNeeds.Spans);
    private readonly IModelSink[] _compiledMethods = Requiring(views, ModelNeeds.CompiledMethods);
    private readonly IModelSink[] _offCpuTimes = Requiring(views, ModelNeeds.OffCpuTimes);
    private readonly IModelSink[] _modules = Requiring(views, ModelNeeds.Modules);
    private readonly IModelSink[] _processorUses = Requiring(views, ModelNeeds.ProcUses);
    private readonly IModelSink[] _collectionWork = Requiring(views, ModelNeeds.CollectionWork);
    private readonly IModelSink[] _events = Requiring(views, ModelNeeds.Events);

    /// <inheritdoc/>
    public ModelNeeds Needs { get; } = views.Aggregate(ModelNeeds.None, (needs, view) => needs | view.Needs);

    /// <inheritdoc/>
    public void OnBegin(TraceContext context) => Array.ForEach(views, view => view.OnBegin(context));

    /// <inheritdoc/>
    public void Add(in Pause pause)
    {
        foreach (IModelSink view in _pauses)
        {
            view.Add(pause);
        }
    }

    /// <inheritdoc/>
    public void Add(in Collection collection)
    {
        foreach (IModelSink view in _collections)
        {
            view.Add(collection);
        }
    }

    /// <inheritdoc/>
    public void Add(in Wait wait)
    {
        IModelSink[] sinks = wait.Kind switch
        {
            WaitKind.Handle => _handleWaits,
            WaitKind.Task => _taskWaits,
            _ => _waits,
        };
        foreach (IModelSink view in sinks)
        {
            view.Add(wait);
        }
    }

    /// <inheritdoc/>
    public void Add(in Sample sample)
    {
        foreach (IModelSink view in _samples)
        {
            view.Add(sample);
        }
    }

    /// <inheritdoc/>
    public void Add(in ExecutionState state)
    {
        foreach (IModelSink view in _executionStates)
        {
            view.Add(state);
        }
    }

    /// <inheritdoc/>
    public void Add(in Region region)
    {
        foreach (IModelSink view in _regions)
        {
            view.Add(region);
        }
    }

    /// <inheritdoc/>
    public void Add(in TraceTask task)
    {
        foreach (IModelSink view in _tasks)
        {
            view.Add(task);
        }
    }

    /// <inheritdoc/>
    public void Add(in ExceptionRecord exception)
    {
        foreach (IModelSink view in _exceptions)
        {
            view.Add(exception);
        }
    }

    /// <inheritdoc/>
    public void Add(in AllocationSample allocation)
    {
        foreach (IModelSink view in _allocations)
        {
            view.Add(allocation);
        }
    }

    /// <inheritdoc/>
    public void Add(in Counter counter)
    {
        foreach (IModelSink view in _counters)
        {
            view.Add(counter);
        }
    }

    /// <inheritdoc/>
    public void Add(in FigureReading reading)
    {
        foreach (IModelSink view in reading.IsEarlier ? _earlierFigures : _figures)
        {
            view.Add(reading);
        }
    }

    /// <inheritdoc/>
    public void Add(in HeapState heap)
    {
        foreach (IModelSink view in _heapStates)
        {
            view.Add(heap);
        }
    }

    /// <inheritdoc/>
    public void Add(in FinalizedObject finalized)
    {
        foreach (IModelSink view in _finalizations)
        {
            view.Add(finalized);
        }
    }

    /// <inheritdoc/>
    public void Add(in PoolAdjustment adjustment)
    {
        foreach (IModelSink view in _poolAdjustments)
        {
            view.Add(adjustment);
        }
    }

    /// <inheritdoc/>
    public void Add(in LogRecord log)
    {
        foreach (IModelSink view in _logs)
        {
            view.Add(log);
        }
    }

    /// <inheritdoc/>
    public void Add(in AsyncOperation operation)
    {
        foreach (IModelSink view in _asyncOperations)
        {
            view.Add(operation);
        }
    }

    /// <inheritdoc/>
    public void Add(in AsyncSpan span)
    {
        foreach (IModelSink view in _asyncOperations)
        {
            view.Add(span);
        }
    }

    /// <inheritdoc/>
    public void Add(in AsyncDamage damage)
    {
        foreach (IModelSink view in _asyncOperations)
        {
            view.Add(damage);
        }
    }

    /// <inheritdoc/>
    public void Add(in Span span)
    {
        foreach (IModelSink view in _spans)
        {
            view.Add(span);
        }
    }

    /// <inheritdoc/>
    public void Add(in CompiledMethod method)
    {
        foreach (IModelSink view in _compiledMethods)
        {
            view.Add(method);
        }
    }

    /// <inheritdoc/>
    public void Add(in OffCpuTime blocked)
    {
        foreach (IModelSink view in _offCpuTimes)
        {
            view.Add(blocked);
        }
    }

    /// <inheritdoc/>
    public void Add(in ModuleLoad module)
    {
        foreach (IModelSink view in _modules)
        {
            view.Add(module);
        }
    }

    /// <inheritdoc/>
    public void Add(in ProcUse use)
    {
        foreach (IModelSink view in _processorUses)
        {
            view.Add(use);
        }
    }

    /// <inheritdoc/>
    public void Add(in CollectionWork work)
    {
        foreach (IModelSink view in _collectionWork)
        {
            view.Add(work);
        }
    }

    /// <inheritdoc/>
    public void Add(in EventRecord one)
    {
        foreach (IModelSink view in _events)
        {
            view.Add(one);
        }
    }

    /// <inheritdoc/>
    public void OnGap() => Array.ForEach(views, view => view.OnGap());

    /// <inheritdoc/>
    public void OnUnpaired(ModelNeeds kind) => Array.ForEach(views, view => view.OnUnpaired(kind));

    /// <inheritdoc/>
    public void OnEnd(TraceExtent extent) => Array.ForEach(views, view => view.OnEnd(extent));

    private static IModelSink[] Requiring(IModelSink[] views, ModelNeeds kind) =>
        [.. views.Where(view => view.Needs.HasFlag(kind))];
}
