using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>Where goroutines made system calls, and how long those took. Not safe for concurrent use.</summary>
internal sealed class SyscallsView : ViewBase, IView
{
    private const int MaxLongest = 100;

    private static readonly TableDescription Places = new(
        "places", "System calls by place in the code",
        new ViewColumn("total", "total", ViewUnit.Duration),
        new ViewColumn("count", "count", ViewUnit.Count),
        new ViewColumn("threads", "goroutines", ViewUnit.Count),
        new ViewColumn("p50", "p50", ViewUnit.Duration),
        new ViewColumn("p99", "p99", ViewUnit.Duration),
        new ViewColumn("max", "max", ViewUnit.Duration),
        new ViewColumn("openAtEnd", "open", ViewUnit.Count),
        new ViewColumn("stack", "at", ViewUnit.Stack));

    private static readonly TableDescription Longest = new(
        "longest", "Longest system calls",
        new ViewColumn("start", "start", ViewUnit.Time),
        new ViewColumn("duration", "duration", ViewUnit.Duration),
        new ViewColumn("thread", "goroutine", ViewUnit.Text),
        new ViewColumn("function", "function", ViewUnit.Text),
        new ViewColumn("stack", "at", ViewUnit.Stack));

    private readonly TimesByPlace _times = new();
    private readonly LongestItems<ExecutionState> _longest = new(MaxLongest);

    /// <summary>The description.</summary>
    public static ViewDescription Description { get; } = new(
        "syscalls", "Which code made system calls, and how long did they take?",
        ModelNeeds.ExecutionStates, [Places, Longest], static _ => new SyscallsView());

    /// <inheritdoc/>
    public override ModelNeeds Needs => ModelNeeds.ExecutionStates | ModelNeeds.Stacks;

    /// <inheritdoc/>
    public void Add(in ExecutionState state)
    {
        if (state.Activity == ThreadActivity.Syscall)
        {
            _times.Add("", state.Stack, state.ExecutionId, state.Range);
            _longest.Add(state, state.Range.Nanoseconds);
        }
    }

    /// <inheritdoc/>
    public void OnGap() => _times.CloseOpen();

    /// <inheritdoc/>
    public override ViewResult Conclude()
    {
        ViewTable places = new(Places);
        foreach (PlacedTimes one in _times.ByPlace(Stacks))
        {
            places.Add(
                one.Times.Total, one.Times.Count, one.ExecutionCount, one.Times.Percentile(0.5),
                one.Times.Percentile(0.99), one.Times.Max, one.OpenCount, one.Stack);
        }

        ViewTable longest = new(Longest) { OmittedCount = _longest.OmittedCount };
        foreach (ExecutionState state in _longest.LongestFirst)
        {
            longest.Add(
                state.Range.Start, state.Range.Nanoseconds, ThreadText(state.ExecutionId),
                state.Function.Length > 0 ? state.Function : null, state.Stack);
        }

        return new ViewResult(places, longest) { Notes = [.. _times.Notes("system calls")] };
    }
}
