using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>How rates changed over the window. Not safe for concurrent use.</summary>
internal sealed class TimelineView : ViewBase, IView
{
    private const int Buckets = 60;

    private static readonly TableDescription Timeline = new(
        "timeline", "Over time",
        new ViewColumn("time", "time", ViewUnit.Time),
        new ViewColumn("paused", "all threads stopped", ViewUnit.Duration),
        new ViewColumn("collections", "collections", ViewUnit.Count),
        new ViewColumn("exceptions", "exceptions", ViewUnit.Count),
        new ViewColumn("lockWaits", "waiting for locks", ViewUnit.Duration),
        new ViewColumn("handleWaits", "waiting for handles", ViewUnit.Duration),
        new ViewColumn("allocated", "allocated", ViewUnit.Bytes),
        new ViewColumn("samples", "samples", ViewUnit.Count),
        new ViewColumn("poolTarget", "thread pool target", ViewUnit.Count),
        new ViewColumn("heap", "heap", ViewUnit.Bytes),
        new ViewColumn("running", "running", ViewUnit.Duration),
        new ViewColumn("ready", "ready to run", ViewUnit.Duration),
        new ViewColumn("collecting", "working for the collector", ViewUnit.Duration))
    {
        IsSeries = true,
    };

    // Fine steps, which are joined when the length of the window is known.
    private readonly TimeSteps _steps = new();

    private enum Line
    {
        Paused, Collections, Exceptions, LockWaits, HandleWaits, Allocated, Samples, PoolTarget, Heap,
        Running, Ready, Collecting,
    }

    /// <summary>The description.</summary>
    public static ViewDescription Description { get; } = new(
        "timeline", "When did rates change: pauses, exceptions, waits, allocations, samples?",
        ModelNeeds.None, [Timeline], static _ => new TimelineView());

    /// <inheritdoc/>
    public override ModelNeeds Needs =>
        ModelNeeds.Pauses | ModelNeeds.Collections | ModelNeeds.Exceptions | ModelNeeds.Waits | ModelNeeds.HandleWaits
        | ModelNeeds.Allocations | ModelNeeds.Samples | ModelNeeds.PoolAdjustments | ModelNeeds.HeapStates
        | ModelNeeds.ExecutionStates | ModelNeeds.CollectionWork;

    /// <inheritdoc/>
    public void Add(in Pause pause)
    {
        if (pause.Cause != PauseCause.Sampling)
        {
            _steps.AddSpread((int)Line.Paused, pause.Range);
        }
    }

    /// <inheritdoc/>
    public void Add(in Collection collection) => _steps.Add((int)Line.Collections, collection.Range.Start, 1);

    /// <inheritdoc/>
    public void Add(in ExceptionRecord exception) => _steps.Add((int)Line.Exceptions, exception.Time, 1);

    /// <inheritdoc/>
    public void Add(in Wait wait)
    {
        if (wait.Kind != WaitKind.RuntimeLock)
        {
            _steps.AddSpread((int)(wait.Kind == WaitKind.Lock ? Line.LockWaits : Line.HandleWaits), wait.Range);
        }
    }

    /// <inheritdoc/>
    public void Add(in AllocationSample allocation) =>
        _steps.Add((int)Line.Allocated, allocation.Time, allocation.Bytes);

    /// <inheritdoc/>
    public void Add(in Sample sample) => _steps.Add((int)Line.Samples, sample.Time, 1);

    /// <inheritdoc/>
    public void Add(in PoolAdjustment adjustment) =>
        _steps.AddMax((int)Line.PoolTarget, adjustment.Time, adjustment.TargetThreads);

    /// <inheritdoc/>
    public void Add(in HeapState heap) => _steps.AddMax((int)Line.Heap, heap.Time, heap.TotalBytes);

    /// <inheritdoc/>
    public void Add(in ExecutionState state)
    {
        if (state.Activity is ThreadActivity.Running or ThreadActivity.Ready)
        {
            bool isRunning = state.Activity == ThreadActivity.Running;
            _steps.AddSpread((int)(isRunning ? Line.Running : Line.Ready), state.Range);
        }
    }

    /// <inheritdoc/>
    public void Add(in CollectionWork work) => _steps.AddSpread((int)Line.Collecting, work.Range);

    /// <inheritdoc/>
    public override ViewResult Conclude()
    {
        ViewTable table = new(Timeline);
        foreach (TimeSteps.Step step in _steps.Conclude(Extent.End, Buckets, Enum.GetValues<Line>().Length))
        {
            table.Add(
                step.Start, step[(int)Line.Paused], step[(int)Line.Collections], step[(int)Line.Exceptions],
                step[(int)Line.LockWaits], step[(int)Line.HandleWaits], step[(int)Line.Allocated],
                step[(int)Line.Samples], step.Known((int)Line.PoolTarget), step.Known((int)Line.Heap),
                step[(int)Line.Running], step[(int)Line.Ready], step[(int)Line.Collecting]);
        }

        return new ViewResult(table);
    }
}
