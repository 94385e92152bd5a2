using Contrail.Analysis.Model;

namespace Contrail.Analysis.Export.Page;

/// <summary>Collects what a timeline shows: a track for each thread, and two for the process. Not safe for concurrent
/// use.</summary>
/// <param name="texts">Receives the texts.</param>
internal sealed class PageTimelineSink(TextTable texts) : IModelSink
{
    private TraceContext _context = TraceContext.Empty;

    /// <summary>The tracks.</summary>
    public TrackSet Tracks { get; } = new();

    /// <inheritdoc/>
    public ModelNeeds Needs =>
        ModelNeeds.Pauses | ModelNeeds.Collections | ModelNeeds.CollectionWork | ModelNeeds.Waits
        | ModelNeeds.HandleWaits | ModelNeeds.TaskWaits | ModelNeeds.Samples | ModelNeeds.ExecutionStates
        | ModelNeeds.Regions | ModelNeeds.Tasks | ModelNeeds.Exceptions | ModelNeeds.Spans
        | ModelNeeds.PoolAdjustments | ModelNeeds.OffCpuTimes | ModelNeeds.Stacks;

    /// <inheritdoc/>
    public void OnBegin(TraceContext context) => _context = context;

    /// <inheritdoc/>
    public void Add(in Pause pause)
    {
        if (pause.Cause == PauseCause.Sampling)
        {
            return;
        }

        Tracks.Add(Tracks.Whole, SliceKind.Pause, Slice.Of(pause.Range, texts.Add(pause.Reason), pause.Stack));
        if (pause.SuspensionNanoseconds is > 0 and var nanoseconds)
        {
            TimeRange range = pause.Range;
            TraceTime stopped = new(range.Start.Nanoseconds + Math.Min(range.Nanoseconds, nanoseconds));
            Slice suspension = Slice.Of(range with { End = stopped, IsOpenAtEnd = false }, 0, StackId.None);
            Tracks.Add(Tracks.Whole, SliceKind.Suspension, suspension);
        }
    }

    /// <inheritdoc/>
    public void Add(in Collection collection) => Tracks.Add(
        Tracks.Whole, SliceKind.Collection,
        Slice.Of(collection.Range, texts.Add(TextOf(collection)), collection.Stack));

    /// <inheritdoc/>
    public void Add(in PoolAdjustment adjustment) => Tracks.Add(
        Tracks.Whole, SliceKind.PoolAdjustment,
        Slice.At(adjustment.Time, texts.Add($"{adjustment.Reason}: {adjustment.TargetThreads} threads"), StackId.None));

    /// <inheritdoc/>
    public void Add(in Span span) => Tracks.Add(
        Tracks.Spans, KindOf(span.Kind),
        Slice.Of(span.Range, texts.Add(TextOf(span)), span.Stack) with { IsFailed = span.IsFailed });

    /// <inheritdoc/>
    public void Add(in TraceTask task) =>
        Tracks.Add(Tracks.Spans, SliceKind.Task, Slice.Of(task.Range, texts.Add(task.Name), task.Stack));

    /// <inheritdoc/>
    public void Add(in Region region) => Tracks.Add(
        Tracks.Of(region.ExecutionId), SliceKind.Region,
        Slice.Of(region.Range, texts.Add(region.Name), region.Stack));

    /// <inheritdoc/>
    public void Add(in CollectionWork work) => Tracks.Add(
        Tracks.Of(work.ExecutionId), SliceKind.CollectionWork,
        Slice.Of(work.Range, texts.Add(work.IsAssist ? "assist of an allocation" : "worker"), work.Stack));

    /// <inheritdoc/>
    public void Add(in Wait wait)
    {
        SliceKind kind = wait.Kind switch
        {
            WaitKind.Lock => SliceKind.LockWait,
            WaitKind.RuntimeLock => SliceKind.RuntimeLockWait,
            WaitKind.Handle => SliceKind.HandleWait,
            WaitKind.Task => SliceKind.TaskWait,
            _ => SliceKind.Waiting,
        };
        string owner = wait.OwnerId != 0 ? $"held by {Worker} {unchecked((ulong)wait.OwnerId)}" : "";
        Tracks.Add(Tracks.Of(wait.ExecutionId), kind, Slice.Of(wait.Range, texts.Add(owner), wait.Stack));
    }

    /// <inheritdoc/>
    public void Add(in ExecutionState state)
    {
        if (Tracks.Of(state.ExecutionId) is not { } track)
        {
            return;
        }

        track.Function = state.Function.Length > 0 ? state.Function : track.Function;
        SliceKind kind = state.Activity switch
        {
            ThreadActivity.Running => SliceKind.Running,
            ThreadActivity.Ready => SliceKind.Ready,
            ThreadActivity.Waiting => SliceKind.Waiting,
            ThreadActivity.Syscall => SliceKind.Syscall,
            _ => SliceKind.Unknown,
        };
        if (kind != SliceKind.Unknown)
        {
            Tracks.Add(track, kind, Slice.Of(state.Range, texts.Add(state.Reason), state.Stack));
        }
    }

    /// <inheritdoc/>
    public void Add(in OffCpuTime blocked)
    {
        if (blocked.ExecutionId != 0)
        {
            Track? track = Tracks.Of(blocked.ExecutionId);
            Tracks.Add(track, SliceKind.OffCpu, Slice.Of(blocked.Range, 0, blocked.Stack));
        }
    }

    /// <inheritdoc/>
    public void Add(in ExceptionRecord exception) => Tracks.Add(
        Tracks.Of(exception.ExecutionId), SliceKind.Exception,
        Slice.At(exception.Time, texts.Add(TextOf(exception)), exception.Stack));

    /// <inheritdoc/>
    public void Add(in Sample sample)
    {
        if (sample.ExecutionId != 0 && sample.Kind is SampleKind.Cpu or SampleKind.Managed
            && Tracks.Of(sample.ExecutionId) is { } track)
        {
            track.SampleCount++;
        }
    }

    /// <inheritdoc/>
    public void OnEnd(TraceExtent extent)
    {
        if (extent.StartUtc is { } origin)
        {
            AddTriggers(origin);
            AddLosses(origin);
        }

        Tracks.Conclude();
    }

    private string Worker => _context.HasGoroutines ? "goroutine" : "thread";

    private static TraceTime TimeOf(DateTime utc, DateTime origin) =>
        TraceTime.Since(origin.Ticks, utc.Ticks, TimeSpan.TicksPerSecond);

    private static string TextOf(in Collection collection)
    {
        string generation = collection.Generation is { } known ? $"generation {known}" : "";
        return string.Join(", ", new[] { generation, collection.Reason }.Where(text => text.Length > 0));
    }

    // Targets and messages can differ each time.
    private string TextOf(in Span span) => texts.IsNearlyFull
        ? span.Name
        : string.Join(' ', new[] { span.Name, span.Target, span.Status }.Where(text => text.Length > 0));

    private string TextOf(in ExceptionRecord exception) => exception.Message.Length == 0 || texts.IsNearlyFull
        ? exception.Type
        : $"{exception.Type}: {exception.Message}";

    private static SliceKind KindOf(SpanKind kind) => kind switch
    {
        SpanKind.Request => SliceKind.Request,
        SpanKind.HttpClient => SliceKind.HttpClient,
        SpanKind.Dns => SliceKind.Dns,
        SpanKind.Tls => SliceKind.Tls,
        SpanKind.Connect => SliceKind.Connect,
        SpanKind.Accept => SliceKind.Accept,
        SpanKind.Sql => SliceKind.Sql,
        _ => SliceKind.Activity,
    };

    private void AddTriggers(DateTime origin)
    {
        foreach (ManifestTrigger trigger in _context.File.Triggers)
        {
            if (trigger.AtUtc is { } at)
            {
                Slice slice = Slice.At(TimeOf(at, origin), texts.Add($"{trigger.Rule}: {trigger.Expression}"), default);
                Tracks.Add(Tracks.Whole, SliceKind.Trigger, slice);
            }
        }
    }

    private void AddLosses(DateTime origin)
    {
        foreach (ManifestLoss loss in _context.File.Losses)
        {
            string text = loss.Detail is null ? $"{loss.Reason}" : $"{loss.Reason}: {loss.Detail}";
            TimeRange range = new(TimeOf(loss.FromUtc, origin), TimeOf(loss.ToUtc, origin), false, false);
            Tracks.Add(Tracks.Whole, SliceKind.Loss, Slice.Of(range, texts.Add(text), StackId.None));
        }
    }
}
