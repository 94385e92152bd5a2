using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>Which goroutines there were, and what they did with their time. Not safe for concurrent use.</summary>
internal sealed class StartFunctionsView : ViewBase, IView
{
    /// <summary>The name of the table of all goroutines together.</summary>
    public const string AllName = "all";

    private const int MaxFunctions = 10_000;

    private static readonly TableDescription Functions = new(
        "functions", "Goroutines by start function",
        new ViewColumn("running", "running", ViewUnit.Duration),
        new ViewColumn("count", "count", ViewUnit.Count),
        new ViewColumn("started", "started", ViewUnit.Count),
        new ViewColumn("ended", "ended", ViewUnit.Count),
        new ViewColumn("ready", "ready", ViewUnit.Duration),
        new ViewColumn("syscalls", "syscalls", ViewUnit.Duration),
        new ViewColumn("waiting", "waiting", ViewUnit.Duration),
        new ViewColumn("function", "function", ViewUnit.Text),
        new ViewColumn("stack", "waits longest at", ViewUnit.Stack));

    private static readonly TableDescription Waiting = new(
        "waiting", "Goroutines that wait at the end, by place: a leak is a place where more and more started wait",
        new ViewColumn("count", "count", ViewUnit.Count),
        new ViewColumn("started", "started", ViewUnit.Count),
        new ViewColumn("longest", "longest", ViewUnit.Duration),
        new ViewColumn("p50OfStarted", "p50 of started", ViewUnit.Duration),
        new ViewColumn("reason", "reason", ViewUnit.Text),
        new ViewColumn("function", "function", ViewUnit.Text),
        new ViewColumn("stack", "at", ViewUnit.Stack));

    private static readonly TableDescription All = new(
        AllName, "All goroutines together",
        new ViewColumn("running", "running", ViewUnit.Duration),
        new ViewColumn("ready", "ready", ViewUnit.Duration),
        new ViewColumn("syscalls", "syscalls", ViewUnit.Duration),
        new ViewColumn("waiting", "waiting", ViewUnit.Duration));

    private readonly Dictionary<long, ExecutionTotals> _live = [];
    private readonly ExecutionsByFunction _all = new();
    private readonly BoundedGroups<string, ExecutionsByFunction> _functions = new(MaxFunctions);
    private readonly WaitingExecutions _waiting = new();
    private long _countAtStart;
    private long _countAtEnd;
    private bool _isAfterGap;

    /// <summary>The description.</summary>
    public static ViewDescription Description { get; } = new(
        "goroutines", "What did goroutines do with their time, by start function, and which only wait?",
        ModelNeeds.ExecutionStates, [Functions, Waiting, All], static _ => new StartFunctionsView());

    /// <inheritdoc/>
    public override ModelNeeds Needs => ModelNeeds.ExecutionStates | ModelNeeds.Stacks;

    /// <inheritdoc/>
    public void Add(in ExecutionState state)
    {
        if (!_live.TryGetValue(state.ExecutionId, out ExecutionTotals? goroutine))
        {
            goroutine = new ExecutionTotals { IsStarted = !state.Range.IsOpenAtStart };
            _live.Add(state.ExecutionId, goroutine);
            _countAtStart += !_isAfterGap && state.Range.IsOpenAtStart ? 1 : 0;
        }

        goroutine.Add(state);
        if (state.Activity == ThreadActivity.Waiting && !state.Stack.IsNone)
        {
            _functions.Find(state.Function)?.Places.Add(state.Stack, state.Range.Nanoseconds);
        }

        if (state.IsLast || state.Range.IsOpenAtEnd)
        {
            _live.Remove(state.ExecutionId);
            _functions.Find(goroutine.Function)?.Add(goroutine, state.IsLast);
            _all.Add(goroutine, state.IsLast);
            _countAtEnd += state.IsLast ? 0 : 1;
            _waiting.Add(goroutine, state);
        }
    }

    /// <inheritdoc/>
    public void OnGap()
    {
        _isAfterGap = true;
        _countAtEnd = 0;
        _waiting.Clear();
    }

    /// <inheritdoc/>
    public override ViewResult Conclude()
    {
        ViewTable functions = new(Functions);
        foreach ((string function, ExecutionsByFunction group) in _functions.All
            .Where(one => one.Value.Count > 0)
            .OrderByDescending(one => one.Value.Running).ThenBy(one => one.Key, StringComparer.Ordinal))
        {
            functions.Add(
                group.Running, group.Count, group.StartedCount, group.EndedCount, group.Ready, group.Syscall,
                group.Waiting, NullIfEmpty(function), group.Places.Heaviest(Stacks));
        }

        ViewTable waiting = new(Waiting);
        foreach (WaitingExecutions.Group group in _waiting.Conclude(Stacks))
        {
            waiting.Add(
                group.Count, group.StartedCount, group.LongestNanoseconds, group.MedianNanoseconds,
                NullIfEmpty(group.Reason), NullIfEmpty(group.Function), group.Stack);
        }

        ViewTable all = new(All);
        if (_all.Count > 0)
        {
            all.Add(_all.Running, _all.Ready, _all.Syscall, _all.Waiting);
        }

        return new ViewResult(functions, waiting, all)
        {
            Headlines = [.. Headlines()],
            Notes = [.. _functions.Notes("goroutines"), .. _waiting.Notes()],
        };
    }

    private static string? NullIfEmpty(string text) => text.Length > 0 ? text : null;

    private IEnumerable<string> Headlines()
    {
        if (_functions.Count > 0)
        {
            string after = _isAfterGap ? " Goroutines count again after a gap." : "";
            yield return $"Goroutines: {ViewText.Count(_countAtStart)} at the start, {ViewText.Count(_countAtEnd)} at "
                + $"the end.{after}";
        }
    }
}
