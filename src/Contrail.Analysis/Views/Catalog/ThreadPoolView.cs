using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>What the thread pool did, and what its threads waited for. Not safe for concurrent use.</summary>
internal sealed class ThreadPoolView : ViewBase, IView
{
    /// <summary>The name of the table of samples. Its shares are of all samples of pool threads with work.</summary>
    public const string SampledName = "sampled";

    private const int MaxAdjustments = 10_000;
    private const int MaxReasons = 100;
    private const int MaxPlaces = 2_000;

    private static readonly TableDescription Reasons = new(
        "reasons", "Adjustments by reason",
        new ViewColumn("count", "count", ViewUnit.Count),
        new ViewColumn("maxTarget", "max target", ViewUnit.Count),
        new ViewColumn("reason", "reason", ViewUnit.Text),
        new ViewColumn("meaning", "meaning", ViewUnit.Text));

    private static readonly TableDescription Workers = new(
        "workers", "Where pool threads were blocked",
        new ViewColumn("total", "total", ViewUnit.Duration),
        new ViewColumn("waits", "waits", ViewUnit.Count),
        new ViewColumn("threads", "threads", ViewUnit.Count),
        new ViewColumn("max", "max", ViewUnit.Duration),
        new ViewColumn("waitingAtEnd", "open", ViewUnit.Count),
        new ViewColumn("kind", "waits for", ViewUnit.Text),
        new ViewColumn("stack", "at", ViewUnit.Stack));

    private static readonly TableDescription Sampled = new(
        SampledName, "Where pool threads waited or were in native code when all threads were sampled",
        new ViewColumn("samples", "samples", ViewUnit.Count),
        new ViewColumn("share", "share", ViewUnit.Share),
        new ViewColumn("threads", "threads", ViewUnit.Number),
        new ViewColumn("workers", "of", ViewUnit.Count),
        new ViewColumn("callee", "in", ViewUnit.Text),
        new ViewColumn("stack", "at", ViewUnit.Stack));

    private static readonly TableDescription Adjustments = new(
        "adjustments", "Adjustments",
        new ViewColumn("time", "time", ViewUnit.Time),
        new ViewColumn("target", "target", ViewUnit.Count),
        new ViewColumn("reason", "reason", ViewUnit.Text));

    private readonly List<PoolAdjustment> _adjustments = [];
    private readonly BoundedGroups<string, Group> _reasons = new(MaxReasons);
    private readonly PoolFrames _frames = new();
    private readonly BoundedGroups<(WaitKind Kind, int Place), PlacedWaits> _workers = new(MaxPlaces);
    private readonly PoolSamples _samples = new();
    private long _count;

    /// <summary>The description.</summary>
    public static ViewDescription Description { get; } = new(
        "thread-pool", "Did the thread pool starve, and what blocked its threads?",
        ModelNeeds.PoolAdjustments, [Reasons, Workers, Sampled, Adjustments], static _ => new ThreadPoolView());

    /// <inheritdoc/>
    public override ModelNeeds Needs =>
        ModelNeeds.PoolAdjustments | ModelNeeds.Waits | ModelNeeds.HandleWaits | ModelNeeds.TaskWaits
        | ModelNeeds.Samples | ModelNeeds.Stacks;

    /// <inheritdoc/>
    public void Add(in PoolAdjustment adjustment)
    {
        _count++;
        _reasons.Find(adjustment.Reason)?.Add(adjustment);
        if (_adjustments.Count < MaxAdjustments)
        {
            _adjustments.Add(adjustment);
        }
    }

    /// <inheritdoc/>
    public void Add(in Wait wait)
    {
        if (IsWorker(wait.ExecutionId, wait.Stack) && wait.Kind != WaitKind.RuntimeLock)
        {
            _workers.Find((wait.Kind, PlaceOf(wait.Stack)))?.Add(wait);
        }
    }

    /// <inheritdoc/>
    public void Add(in Sample sample) => _samples.Add(
        sample,
        PlaceOf(sample.Stack),
        IsWorker(sample.ExecutionId, sample.Stack) && !_frames.IsIdle(sample.Stack, Stacks));

    /// <inheritdoc/>
    public override ViewResult Conclude()
    {
        ViewTable reasons = new(Reasons);
        foreach ((string reason, Group group) in _reasons.All.OrderByDescending(pair => pair.Value.Count))
        {
            reasons.Add(group.Count, group.MaxTarget, reason, PoolReasonText.Of(group.First));
        }

        ViewTable workers = new(Workers);
        foreach (((WaitKind kind, _), PlacedWaits waits) in
            _workers.All.OrderByDescending(pair => pair.Value.Times.Total))
        {
            workers.Add(
                waits.Times.Total, waits.Times.Count, waits.ThreadCount, waits.Times.Max, waits.OpenCount,
                WaitsView.KindText(kind), waits.Places.Heaviest(Stacks));
        }

        ViewTable adjustments = new(Adjustments) { OmittedCount = _count - _adjustments.Count };
        adjustments.AddAll(_adjustments, static one => [one.Time, one.TargetThreads, one.Reason]);
        return new ViewResult(reasons, workers, SampledTable(), adjustments)
        {
            Headlines = [.. Headlines()],
            Notes =
            [
                .. _samples.Notes(),
                .. _adjustments.Count == 0 || Context.Coverage.Of(ModelNeeds.HandleWaits).IsRequested
                    ? (string[])[]
                    : [WaitsView.HandleWaitsHint],
            ],
        };
    }

    private bool IsWorker(long thread, StackId stack) =>
        Context.Threads.IsPoolThread(thread) || _frames.IsWorker(stack, Stacks);

    // Threads: how many were there on average, in the whole window, and how many different ones.
    private ViewTable SampledTable() => new ViewTable(Sampled).AddAll(
        _samples.Places(Stacks).Take(MaxPlaces),
        place =>
        [
            (long)place.Weight, Share(place.Weight, _samples.Count), Share(place.Weight, _samples.Rounds),
            _samples.ThreadCountAt(PlaceOf(place.Stack)), Known(Stacks.Frame(place.Stack, 0).ShortText()), place.Stack,
        ]);

    private IEnumerable<string> Headlines()
    {
        long starved = CountOf(PoolAdjustmentCause.Starvation);
        long blocked = CountOf(PoolAdjustmentCause.Blocking);
        if (starved > 0)
        {
            yield return $"Work waited in the queue and no thread became free {ViewText.Counted(starved, "time")}: the "
                + "pool added threads.";
        }

        if (blocked > 0)
        {
            yield return "Pool threads began or ended waits for tasks (Task.Wait, Task.Result) "
                + $"{ViewText.Counted(blocked, "time")}: the pool adds threads meanwhile.";
        }

        if (starved + blocked > 0)
        {
            yield return $"Its target reached {_reasons.All.Max(pair => pair.Value.MaxTarget)} threads.";
        }
    }

    private long CountOf(PoolAdjustmentCause cause) =>
        _reasons.All.Where(pair => pair.Value.First.Cause == cause).Sum(pair => pair.Value.Count);

    private sealed class Group
    {
        public long Count { get; private set; }

        public long MaxTarget { get; private set; }

        public PoolAdjustment First { get; private set; }

        public void Add(in PoolAdjustment adjustment)
        {
            First = Count == 0 ? adjustment : First;
            MaxTarget = Math.Max(MaxTarget, adjustment.TargetThreads);
            Count++;
        }
    }
}
