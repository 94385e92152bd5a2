namespace Contrail.Analysis.Model;

/// <summary>
/// Receives the records of a trace, about in the order of their ends; a record that the trace cuts arrives where it is
/// cut. A record may arrive later, if events after its end complete it: a sink does not depend on the order. It
/// receives only the kinds that it declares.
/// </summary>
internal interface IModelSink
{
    /// <summary>The kinds of records that it requires.</summary>
    ModelNeeds Needs { get; }

    /// <summary>What is known of the trace; called before the first record.</summary>
    void OnBegin(TraceContext context)
    {
    }

    /// <summary>Receives a pause.</summary>
    void Add(in Pause pause)
    {
    }

    /// <summary>Receives a garbage collection.</summary>
    void Add(in Collection collection)
    {
    }

    /// <summary>Receives a wait.</summary>
    void Add(in Wait wait)
    {
    }

    /// <summary>Receives a sample.</summary>
    void Add(in Sample sample)
    {
    }

    /// <summary>Receives a state of a thread.</summary>
    void Add(in ExecutionState state)
    {
    }

    /// <summary>Receives a region.</summary>
    void Add(in Region region)
    {
    }

    /// <summary>Receives a task.</summary>
    void Add(in TraceTask task)
    {
    }

    /// <summary>Receives an exception.</summary>
    void Add(in ExceptionRecord exception)
    {
    }

    /// <summary>Receives a sampled allocation.</summary>
    void Add(in AllocationSample allocation)
    {
    }

    /// <summary>Receives a value of a counter.</summary>
    void Add(in Counter counter)
    {
    }

    /// <summary>Receives figures of the operating system.</summary>
    void Add(in FigureReading reading)
    {
    }

    /// <summary>Receives the state of the heap after a collection.</summary>
    void Add(in HeapState heap)
    {
    }

    /// <summary>Receives an object whose finalizer runs.</summary>
    void Add(in FinalizedObject finalized)
    {
    }

    /// <summary>Receives a change of the thread pool.</summary>
    void Add(in PoolAdjustment adjustment)
    {
    }

    /// <summary>Receives a log message.</summary>
    void Add(in LogRecord log)
    {
    }

    /// <summary>Receives an async operation, when it has ended.</summary>
    void Add(in AsyncOperation operation)
    {
    }

    /// <summary>Receives a time in which an async operation was suspended or ran.</summary>
    void Add(in AsyncSpan span)
    {
    }

    /// <summary>Receives a part of the async operations that cannot be read.</summary>
    void Add(in AsyncDamage damage)
    {
    }

    /// <summary>Receives a request, or another activity.</summary>
    void Add(in Span span)
    {
    }

    /// <summary>Receives a compiled method.</summary>
    void Add(in CompiledMethod method)
    {
    }

    /// <summary>Receives a time off the processors.</summary>
    void Add(in OffCpuTime blocked)
    {
    }

    /// <summary>Receives a module.</summary>
    void Add(in ModuleLoad module)
    {
    }

    /// <summary>Receives a use of a processor.</summary>
    void Add(in ProcUse use)
    {
    }

    /// <summary>Receives work for a collection.</summary>
    void Add(in CollectionWork work)
    {
    }

    /// <summary>Receives an event.</summary>
    void Add(in EventRecord one)
    {
    }

    /// <summary>
    /// A part of the trace is missing. Everything that was open before it has arrived, open at its end; what happened
    /// in between is not known.
    /// </summary>
    void OnGap()
    {
    }

    /// <summary>A start or an end has no other half, because that event is lost: there is no record of it.</summary>
    /// <param name="kind">The kind of record.</param>
    void OnUnpaired(ModelNeeds kind)
    {
    }

    /// <summary>The end of the trace; called after the last record.</summary>
    void OnEnd(TraceExtent extent)
    {
    }
}
