using System.Globalization;
using Contrail.Analysis.Export.Stacks;
using Contrail.Analysis.Model;

namespace Contrail.Analysis.Export.Timeline;

/// <summary>
/// Turns the records of a trace into rows, slices, moments and charts: what all formats of timelines have in common.
/// Not safe for concurrent use.
/// </summary>
/// <param name="output">Receives the timeline.</param>
/// <param name="fileIndex">The number of the file, from 0: flows of different files are different.</param>
internal sealed class TimelineSink(ITimelineOutput output, int fileIndex) : IModelSink
{
    private const int MaxCounters = 2_000;

    private readonly TimelineLanes _lanes = new();
    private readonly TimelineThreads _threads = new();
    private readonly HashSet<TimelineCounter> _counters = [];
    private TraceContext _context = TraceContext.Empty;
    private bool _hasCpuSamples;
    private ulong _flowCount;

    /// <inheritdoc/>
    public ModelNeeds Needs =>
        ModelNeeds.Pauses | ModelNeeds.Collections | ModelNeeds.Waits | ModelNeeds.HandleWaits | ModelNeeds.TaskWaits
        | ModelNeeds.Samples | ModelNeeds.ExecutionStates | ModelNeeds.Regions | ModelNeeds.Tasks
        | ModelNeeds.Exceptions | ModelNeeds.Allocations | ModelNeeds.Counters
        | ModelNeeds.HeapStates | ModelNeeds.PoolAdjustments | ModelNeeds.Logs | ModelNeeds.AsyncOperations
        | ModelNeeds.Spans | ModelNeeds.OffCpuTimes | ModelNeeds.CollectionWork | ModelNeeds.CompiledMethods
        | ModelNeeds.Stacks | ModelNeeds.Extent;

    /// <summary>Slices that were left out, because too many overlap.</summary>
    public long OmittedSlices => _lanes.OmittedCount;

    /// <summary>Samples that the views do not count either, such as those of threads that waited.</summary>
    public long OmittedSamples { get; private set; }

    /// <summary>Values of charts that were left out, because there are too many charts.</summary>
    public long OmittedValues { get; private set; }

    /// <summary>Records whose stack was left out, because there are too many different ones.</summary>
    public long OmittedStacks => _context.Stacks.RejectedCount;

    /// <summary>Whether threads share rows, because there are too many.</summary>
    public bool HasSharedRows => _threads.IsFull;

    /// <inheritdoc/>
    public void OnBegin(TraceContext context)
    {
        _context = context;
        _hasCpuSamples = context.Coverage.Of(ModelNeeds.CpuSamples).IsRequested;
        TraceExtent extent = context.Extent ?? default;
        output.Begin(context, extent);
        new FileMoments(output, _lanes).Add(context.File, extent);
    }

    /// <inheritdoc/>
    public void Add(in Pause pause)
    {
        if (pause.Cause != PauseCause.Sampling)
        {
            string name = pause.Cause == PauseCause.Collection ? "all threads stopped for a collection"
                : "all threads stopped";
            Slice("pauses", null, new TimelineEvent(name, pause.Range)
            {
                Stack = pause.Stack,
                Details = [("reason", pause.Reason), ("collections", string.Join(
                    ", ", pause.Collections.Select(one => one.Number.ToString(CultureInfo.InvariantCulture))))],
            });
        }
    }

    /// <inheritdoc/>
    public void Add(in Collection collection)
    {
        string name = collection.Generation is { } generation ? $"gen {generation} collection" : "collection";
        Slice("collections", null, new TimelineEvent(name, collection.Range)
        {
            Stack = collection.Stack,
            Details = [("number", Text(collection.Number)), ("reason", collection.Reason)],
        });
    }

    /// <inheritdoc/>
    public void Add(in Wait wait)
    {
        ulong flow = wait.OwnerId == 0 ? 0 : FlowFrom(
            wait.OwnerId, "locks", $"has the lock for which {Text(wait.ExecutionId)} waits", wait.Range.Start);
        Slice("waiting", wait.ExecutionId, new TimelineEvent(TimelineText.Of(wait.Kind), wait.Range)
        {
            Stack = wait.Stack,
            CauseId = flow,
            Details = [("object", wait.ObjectId == 0 ? "" : $"0x{wait.ObjectId:x}"), ("owner", Text(wait.OwnerId))],
        });
    }

    /// <inheritdoc/>
    public void Add(in Sample sample)
    {
        // As the views: those of threads that used a processor alone, where there are some.
        if (sample.Kind != SampleKind.Cpu && (_hasCpuSamples || sample.Kind != SampleKind.Managed))
        {
            OmittedSamples++;
            return;
        }

        (StackUnit unit, double weight) = sample.CpuNanoseconds > 0
            ? (StackUnit.Nanoseconds, sample.CpuNanoseconds)
            : (StackUnit.Count, 1);
        output.Add(StackKind.Samples, unit, sample.Time, ThreadOf(sample.ExecutionId), sample.Stack, weight);
    }

    /// <inheritdoc/>
    public void Add(in AllocationSample allocation) => output.Add(
        StackKind.Allocations,
        StackUnit.Bytes,
        allocation.Time,
        ThreadOf(allocation.ExecutionId),
        allocation.Stack,
        allocation.Bytes);

    /// <inheritdoc/>
    public void Add(in ExecutionState state)
    {
        ulong flow = state.WakerId == 0 ? 0 : FlowFrom(
            state.WakerId, "wakes", $"wakes {Text(state.ExecutionId)}", state.Range.Start);
        Slice("state", state.ExecutionId, new TimelineEvent(TimelineText.Of(state.Activity), state.Range)
        {
            Stack = state.Stack,
            CauseId = flow,
            Details = [("reason", state.Reason), ("function", state.Function)],
        });
    }

    /// <inheritdoc/>
    public void Add(in OffCpuTime blocked) => Slice(
        "off CPU", blocked.ExecutionId, new TimelineEvent("blocked", blocked.Range) { Stack = blocked.Stack });

    /// <inheritdoc/>
    public void Add(in Region region) => Slice(
        "regions", region.ExecutionId, new TimelineEvent(region.Name, region.Range) { Stack = region.Stack });

    /// <inheritdoc/>
    public void Add(in TraceTask task) => Slice(
        "tasks", null, new TimelineEvent(TimelineText.Named(task.Name, "task"), task.Range) { Stack = task.Stack });

    /// <inheritdoc/>
    public void Add(in ExceptionRecord exception) => Moment(
        "exceptions",
        exception.ExecutionId,
        TimelineEvent.At(TimelineText.Named(exception.Type, "exception"), exception.Time) with
        {
            Stack = exception.Stack,
            Details = [("message", exception.Message)],
        });

    /// <inheritdoc/>
    public void Add(in Counter counter)
    {
        string name = counter.Tags.Length == 0
            ? $"{counter.Provider}: {counter.Name}"
            : $"{counter.Provider}: {counter.Name} {counter.Tags}";
        TimelineCounter chart = new(name, null, counter.Unit);
        if (_counters.Contains(chart) || (_counters.Count < MaxCounters && _counters.Add(chart)))
        {
            output.Add(chart, counter.Time, counter.Value);
        }
        else
        {
            OmittedValues++;
        }
    }

    /// <inheritdoc/>
    public void Add(in HeapState heap) => output.Add(
        new TimelineCounter("managed heap after a collection", StackUnit.Bytes, ""), heap.Time, heap.TotalBytes);

    /// <inheritdoc/>
    public void Add(in PoolAdjustment change) => output.Add(
        new TimelineCounter("target of the thread pool", null, "threads"), change.Time, change.TargetThreads);

    /// <inheritdoc/>
    public void Add(in LogRecord log) => Moment(
        "logs",
        log.ExecutionId == 0 ? null : log.ExecutionId,
        TimelineEvent.At(TimelineText.Named(log.Message, log.Category), log.Time) with
        {
            Details =
            [
                ("category", log.Category), ("severity", TimelineText.Known(log.Severity)),
                ("exception", log.Exception), ("trace id", log.TraceId), ("span id", log.SpanId),
            ],
        });

    /// <inheritdoc/>
    public void Add(in AsyncOperation operation) => Slice(
        "async operations",
        null,
        new TimelineEvent(TimelineText.Known(operation.Outcome, "operation"), operation.Range)
        {
            Stack = operation.Stack,
            FlowId = operation.AwaiterId == 0 ? 0 : AsyncFlow(operation.Id),
            Details =
            [
                ("operation", Text(unchecked((long)operation.Id))), ("form", TimelineText.Known(operation.Form)),
            ],
        });

    /// <inheritdoc/>
    public void Add(in AsyncSpan span) => Slice(
        "async", span.ExecutionId, new TimelineEvent(
            span.Activity == ThreadActivity.Running ? "runs an operation" : "operation is suspended", span.Range)
        {
            Stack = span.Stack,
            CauseId = span.AwaitedId == 0 ? 0 : AsyncFlow(span.AwaitedId),
            Details = [("operation", Text(unchecked((long)span.OperationId)))],
        });

    /// <inheritdoc/>
    public void Add(in Span span) => Slice(TimelineText.RowOf(span.Kind), null, new TimelineEvent(
        TimelineText.Of(span), span.Range)
    {
        Stack = span.Stack,
        Details =
        [
            ("status", span.Status), ("thread at the start", Text(span.ExecutionId)), ("trace id", span.TraceId),
            ("span id", span.SpanId), ("parent id", span.ParentId), ("source", span.Source),
            ("waited for a connection", TimelineText.Milliseconds(span.QueuedNanoseconds)),
        ],
    });

    /// <inheritdoc/>
    public void Add(in CollectionWork work) => Slice(
        "collector", work.ExecutionId, new TimelineEvent(
            work.IsAssist ? "assists the collector" : "works for the collector", work.Range)
        { Stack = work.Stack });

    /// <inheritdoc/>
    public void Add(in CompiledMethod method)
    {
        if (method.Nanoseconds is { } nanoseconds)
        {
            TraceTime start = TraceTime.Since(nanoseconds, method.Time.Nanoseconds);
            Slice("compiler", method.ExecutionId, new TimelineEvent(
                $"compiles {method.Name}", new TimeRange(start, method.Time, false, false))
            { Stack = method.Stack });
        }
    }

    /// <inheritdoc/>
    public void OnEnd(TraceExtent extent) => output.End();

    // What a thread does at a moment leads to a slice of another one.
    private ulong FlowFrom(long executionId, string row, string name, TraceTime time)
    {
        ulong flow = FlowOf(++_flowCount);
        Moment(row, executionId, TimelineEvent.At(name, time) with { FlowId = flow });
        return flow;
    }

    private ulong AsyncFlow(ulong operationId) => FlowOf(operationId | (1UL << 62));

    private ulong FlowOf(ulong number) => number ^ ((ulong)fileIndex << 48);

    private static string Text(long? number) =>
        number is null or 0 ? "" : unchecked((ulong)number).ToString(CultureInfo.InvariantCulture);

    private void Moment(string name, long? executionId, in TimelineEvent one)
    {
        (string row, long? thread) = RowOf(name, executionId);
        output.Add(new TimelineTrack(row, thread, 0), thread == executionId ? one : WithThread(one, executionId));
    }

    private void Slice(string name, long? executionId, in TimelineEvent one)
    {
        (string row, long? thread) = RowOf(name, executionId);
        if (_lanes.Place(row, thread, one.Range) is { } track)
        {
            output.Add(track, thread == executionId ? one : WithThread(one, executionId));
        }
    }

    private (string Row, long? Thread) RowOf(string name, long? executionId)
    {
        bool hasRow = executionId is not { } id || _threads.TryTake(id);
        return hasRow ? (name, executionId) : ($"{name}, further threads", null);
    }

    // One without a row is unknown.
    private long ThreadOf(long executionId) => _threads.TryTake(executionId) ? executionId : 0;

    private static TimelineEvent WithThread(in TimelineEvent one, long? executionId) =>
        one with { Details = [.. one.Details, ("thread", Text(executionId))] };
}
