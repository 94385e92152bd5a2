using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Async;
using Contrail.Analysis.NetTrace.Reading;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>
/// Turns the events of a file into records of the model: it finds the interpreters of each metadata row once, and
/// passes them every event of that row. Not safe for concurrent use.
/// </summary>
internal sealed class NetTraceInterpreter : IOrderedEventVisitor
{
    private const ModelNeeds Moments =
        ModelNeeds.Exceptions | ModelNeeds.Allocations | ModelNeeds.PoolAdjustments | ModelNeeds.Samples
        | ModelNeeds.OffCpuTimes;

    private readonly NetTraceIndex _index;
    private readonly IModelSink _sink;
    private readonly Interpretation _shared;
    private readonly int _pointerBytes;
    private readonly IEventInterpreter[] _interpreters;
    private readonly PerRow<RowPlan> _plans;

    /// <param name="index">What the first reading of the file has found.</param>
    /// <param name="sink">Receives the records.</param>
    public NetTraceInterpreter(NetTraceIndex index, IModelSink sink)
    {
        _index = index;
        _sink = sink;
        _pointerBytes = index.Facts.Trace.PointerBytes;
        RegionStacks stacks = new(index.Symbols, index.Context.Stacks, _pointerBytes, index.Code);
        _shared = new Interpretation(sink, stacks, index);
        _interpreters = [.. Interpreters(_shared, sink.Needs)];
        _plans = new PerRow<RowPlan>(Plan);
        sink.OnBegin(index.Context);
    }

    /// <inheritdoc/>
    public bool IsRequired(MetadataRow row) => _plans.Of(row).Interpret is not null;

    /// <inheritdoc/>
    public void OnStacks(ReadOnlySpan<byte> block)
    {
        if (_sink.Needs.HasFlag(ModelNeeds.Stacks))
        {
            _shared.Stacks.AddBlock(block);
        }
    }

    /// <inheritdoc/>
    public void OnEvent(in NetTraceEvent current)
    {
        RowPlan plan = _plans.Of(current.Row);
        if (!current.IsAdded || plan.TakesAdded)
        {
            _shared.Stacks.ProcessId = current.ProcessId;
            EventPayload payload = RuntimePayload.Read(plan.Layout, current.Payload, _pointerBytes);
            plan.Interpret!(current, _index.Clock.ToTime(current.At), payload);
        }
    }

    /// <inheritdoc/>
    public void OnRegionEnd() => _shared.Stacks.Clear();

    /// <summary>Adds what is open where the trace ends.</summary>
    public void Complete()
    {
        Array.ForEach(_interpreters, interpreter => interpreter.Complete());
        _sink.OnEnd(_index.Clock.Extent);
    }

    // Each with the records that it makes.
    private static IEnumerable<IEventInterpreter> Interpreters(Interpretation shared, ModelNeeds needs)
    {
        if ((needs & (ModelNeeds.Collections | ModelNeeds.Pauses)) != 0)
        {
            CollectionInterpreter collections = new(shared);
            yield return new PauseInterpreter(shared, collections);
            yield return collections;
        }

        EventSourceSpans components = new(shared);
        shared.RequestOf = components.RequestOf;
        LockWaitInterpreter locks = new(shared);
        (ModelNeeds Kinds, Func<IEventInterpreter> Create)[] others =
        [
            (ModelNeeds.Waits, () => locks),
            (ModelNeeds.HandleWaits, () => new HandleWaitInterpreter(shared, locks)),
            (ModelNeeds.TaskWaits, () => new TaskWaitInterpreter(shared)),
            (ModelNeeds.AsyncOperations, () => new AsyncInterpreter(shared)),
            (ModelNeeds.HeapStates, () => new HeapInterpreter(shared)),
            (ModelNeeds.Finalizations, () => new FinalizationInterpreter(shared)),
            (Moments, () => new MomentInterpreter(shared)),
            (ModelNeeds.Counters, () => new CounterInterpreter(shared)),
            (ModelNeeds.Figures | ModelNeeds.Counters, () => new FigureInterpreter(shared)),
            (ModelNeeds.Spans, () => components),
            (ModelNeeds.Spans, () => new ActivityInterpreter(shared, components)),
            (ModelNeeds.Spans, () => new SqlClientInterpreter(shared)),
            (ModelNeeds.Spans, () => new LoggedCommandInterpreter(shared)),
            (ModelNeeds.Logs, () => new LogInterpreter(shared)),
            (ModelNeeds.CompiledMethods, () => new CompilationInterpreter(shared)),
            (ModelNeeds.Modules, () => new ModuleInterpreter(shared)),
            (ModelNeeds.Events, () => new EventInterpreter(shared)),
        ];
        foreach ((ModelNeeds kinds, Func<IEventInterpreter> create) in others)
        {
            if ((needs & kinds) != 0)
            {
                yield return create();
            }
        }
    }

    private RowPlan Plan(MetadataRow row)
    {
        RuntimeEvent? known = RuntimeEventTable.Find(row.Provider, row.EventId);
        InterpretEvent? interpret = null;
        foreach (IEventInterpreter interpreter in _interpreters)
        {
            interpret += interpreter.Find(row);
        }

        // A recorder adds the starts of waits that began before the window, and the modules of its names.
        bool takesAdded = known?.Role is EventRole.Wait or EventRole.HandleWait
            || ModuleInterpreter.IsFor(known) || FigureInterpreter.TakesEarlier(row, _sink.Needs);
        return new RowPlan(known?.Layout(row.Version), interpret, takesAdded);
    }

    private sealed record RowPlan(PayloadLayout? Layout, InterpretEvent? Interpret, bool TakesAdded);
}
