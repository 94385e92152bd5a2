using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>What goroutines waited for, and where in the code. Not safe for concurrent use.</summary>
internal sealed class BlockingView : ViewBase, IView
{
    /// <summary>The name of the table of what was done with locks.</summary>
    public const string HoldersName = "holders";

    private const int MaxOpen = 1_000;

    private static readonly TableDescription Places = new(
        "places", "Waits by reason and place in the code",
        new ViewColumn("total", "total", ViewUnit.Duration),
        new ViewColumn("count", "waits", ViewUnit.Count),
        new ViewColumn("threads", "goroutines", ViewUnit.Count),
        new ViewColumn("p50", "p50", ViewUnit.Duration),
        new ViewColumn("max", "max", ViewUnit.Duration),
        new ViewColumn("waitingAtEnd", "open", ViewUnit.Count),
        new ViewColumn("reason", "reason", ViewUnit.Text),
        new ViewColumn("wakes", "ended by code", ViewUnit.Count),
        new ViewColumn("stack", "at", ViewUnit.Stack),
        new ViewColumn("wakerStack", "ended mostly by", ViewUnit.Stack));

    private static readonly TableDescription Holders = new(
        HoldersName, "What goroutines did with a lock while others waited for it",
        new ViewColumn("total", "total", ViewUnit.Duration),
        new ViewColumn("share", "share", ViewUnit.Share),
        new ViewColumn("waited", "others waited", ViewUnit.Duration),
        new ViewColumn("known", "of that known", ViewUnit.Duration),
        new ViewColumn("count", "times", ViewUnit.Count),
        new ViewColumn("did", "did", ViewUnit.Text),
        new ViewColumn("stack", "at", ViewUnit.Stack),
        new ViewColumn("release", "unlocked at", ViewUnit.Stack),
        new ViewColumn("wait", "others waited at", ViewUnit.Stack));

    private static readonly TableDescription Reasons = new(
        "reasons", "Waits by reason",
        new ViewColumn("total", "total", ViewUnit.Duration),
        new ViewColumn("count", "waits", ViewUnit.Count),
        new ViewColumn("threads", "goroutines", ViewUnit.Count),
        new ViewColumn("p50", "p50", ViewUnit.Duration),
        new ViewColumn("p99", "p99", ViewUnit.Duration),
        new ViewColumn("max", "max", ViewUnit.Duration),
        new ViewColumn("reason", "reason", ViewUnit.Text),
        new ViewColumn("stack", "longest at", ViewUnit.Stack));

    private static readonly TableDescription Open = new(
        "open", "Waits that had not ended at the end",
        new ViewColumn("start", "since", ViewUnit.Time),
        new ViewColumn("duration", "duration", ViewUnit.Duration),
        new ViewColumn("isOpenAtStart", "earlier", ViewUnit.Text),
        new ViewColumn("thread", "goroutine", ViewUnit.Text),
        new ViewColumn("function", "function", ViewUnit.Text),
        new ViewColumn("reason", "reason", ViewUnit.Text),
        new ViewColumn("stack", "at", ViewUnit.Stack));

    private readonly TimesByPlace _times = new();
    private readonly WakersByPlace _wakers = new();
    private readonly LockHolds _holds = new();
    private readonly LongestItems<ExecutionState> _open = new(MaxOpen);

    /// <summary>The description.</summary>
    public static ViewDescription Description { get; } = new(
        "blocking", "What did goroutines wait for, where in the code, and what still waits?",
        ModelNeeds.ExecutionStates, [Places, Holders, Reasons, Open], static _ => new BlockingView());

    /// <inheritdoc/>
    public override ModelNeeds Needs => ModelNeeds.ExecutionStates | ModelNeeds.Stacks;

    /// <inheritdoc/>
    public void Add(in ExecutionState state)
    {
        _wakers.Add(state);
        _holds.Add(Stacks, state);
        if (state.Activity != ThreadActivity.Waiting)
        {
            return;
        }

        _times.Add(state.Reason, state.Stack, state.ExecutionId, state.Range);
        if (state.Range.IsOpenAtEnd)
        {
            _open.Add(state, state.Range.Nanoseconds);
        }
    }

    /// <inheritdoc/>
    public void OnGap()
    {
        _times.CloseOpen();
        _wakers.Cut();
        _holds.Cut();
        _open.Clear();
    }

    /// <inheritdoc/>
    public override ViewResult Conclude()
    {
        ViewTable places = new(Places);
        foreach (PlacedTimes one in _times.ByPlace(Stacks))
        {
            (long wakes, StackId waker) = _wakers.Of(Stacks, one.Name, one.Stack);
            places.Add(
                one.Times.Total, one.Times.Count, one.ExecutionCount, one.Times.Percentile(0.5), one.Times.Max,
                one.OpenCount, NullIfEmpty(one.Name), wakes, one.Stack, waker);
        }

        ViewTable reasons = new(Reasons);
        foreach (PlacedTimes one in _times.ByName(Stacks))
        {
            reasons.Add(
                one.Times.Total, one.Times.Count, one.ExecutionCount, one.Times.Percentile(0.5),
                one.Times.Percentile(0.99), one.Times.Max, NullIfEmpty(one.Name), one.Stack);
        }

        return new ViewResult(places, HoldersTable(), reasons, OpenTable())
        {
            Notes = [.. _times.Notes("waits"), .. _holds.Notes()],
        };
    }

    private ViewTable HoldersTable()
    {
        ViewTable holders = new(Holders);
        foreach (LockHolds.HeldRow one in _holds.Conclude(Stacks))
        {
            holders.Add(
                one.Nanoseconds, one.Share, one.Waited, one.Known, one.Count, NullIfEmpty(one.Did), one.Stack,
                one.Release, one.Wait);
        }

        return holders;
    }

    private ViewTable OpenTable()
    {
        ViewTable open = new(Open) { OmittedCount = _open.OmittedCount };
        foreach (ExecutionState state in _open.LongestFirst.OrderByDescending(IsOwn))
        {
            open.Add(
                state.Range.Start, state.Range.Nanoseconds, (bool?)state.Range.IsOpenAtStart,
                ThreadText(state.ExecutionId), NullIfEmpty(state.Function), NullIfEmpty(state.Reason), state.Stack);
        }

        return open;
    }

    private static string? NullIfEmpty(string text) => text.Length > 0 ? text : null;

    private bool IsOwn(ExecutionState state) => Stacks.Place(state.Stack)?.IsOwn == true;
}
