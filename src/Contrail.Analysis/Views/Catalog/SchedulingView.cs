using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Machine;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>
/// How long goroutines were ready before they ran, or what threads of the operating system did. Not safe for concurrent
/// use.
/// </summary>
internal sealed class SchedulingView : ViewBase, IView
{
    /// <summary>The name of the table of preemptions.</summary>
    public const string PreemptedName = "preempted";

    /// <summary>How the runtime describes that it took a proc away: then the stack is that of the goroutine.</summary>
    public const string Preempted = "preempted";

    private const int MaxLongest = 100;
    private const int MaxUnnamed = 10_000;

    private static readonly TableDescription Functions = new(
        "functions", "Ready until running, by start function",
        new ViewColumn("total", "total", ViewUnit.Duration),
        new ViewColumn("count", "count", ViewUnit.Count),
        new ViewColumn("p50", "p50", ViewUnit.Duration),
        new ViewColumn("p90", "p90", ViewUnit.Duration),
        new ViewColumn("p99", "p99", ViewUnit.Duration),
        new ViewColumn("max", "max", ViewUnit.Duration),
        new ViewColumn("function", "function", ViewUnit.Text),
        new ViewColumn("stack", "made ready most at", ViewUnit.Stack));

    private static readonly TableDescription Places = new(
        "places", "The code that made goroutines ready",
        new ViewColumn("total", "total", ViewUnit.Duration),
        new ViewColumn("count", "count", ViewUnit.Count),
        new ViewColumn("p50", "p50", ViewUnit.Duration),
        new ViewColumn("max", "max", ViewUnit.Duration),
        new ViewColumn("stack", "at", ViewUnit.Stack));

    private static readonly TableDescription Longest = new(
        "longest", "Longest times until a goroutine ran",
        new ViewColumn("start", "start", ViewUnit.Time),
        new ViewColumn("duration", "duration", ViewUnit.Duration),
        new ViewColumn("thread", "goroutine", ViewUnit.Text),
        new ViewColumn("function", "function", ViewUnit.Text),
        new ViewColumn("stack", "made ready at", ViewUnit.Stack));

    private static readonly TableDescription Preemptions = new(
        PreemptedName, "Where goroutines ran when others needed their proc",
        new ViewColumn("count", "count", ViewUnit.Count),
        new ViewColumn("share", "share", ViewUnit.Share),
        new ViewColumn("function", "function", ViewUnit.Text),
        new ViewColumn("stack", "ran at", ViewUnit.Stack));

    private readonly TimeUseView _process = new();
    private readonly ThreadScheduling _threads = new();
    private readonly TimesByPlace _functions = new();
    private readonly TimesByPlace _preempted = new();
    private readonly Dictionary<long, List<ExecutionState>> _unnamed = [];
    private int _unnamedCount;
    private readonly LongestItems<ExecutionState> _longest = new(MaxLongest);

    /// <summary>The description.</summary>
    public static ViewDescription Description { get; } = new(
        "scheduling", "How long did threads run, or wait for a processor, and how long were goroutines ready to run?",
        ModelNeeds.ExecutionStates | ModelNeeds.Figures,
        [Functions, Places, Preemptions, Longest, ThreadScheduling.Process, ThreadScheduling.Threads],
        static _ => new SchedulingView())
    {
        Recording = "--figures on",
    };

    /// <inheritdoc/>
    public override ModelNeeds Needs =>
        ModelNeeds.ExecutionStates | ModelNeeds.Figures | ModelNeeds.Pauses | ModelNeeds.Stacks;

    /// <inheritdoc/>
    public override void OnBegin(TraceContext context)
    {
        base.OnBegin(context);
        _process.OnBegin(context);
    }

    /// <inheritdoc/>
    public override void OnEnd(TraceExtent extent)
    {
        base.OnEnd(extent);
        _process.OnEnd(extent);
    }

    /// <inheritdoc/>
    public void Add(in Pause pause) => _process.Add(pause);

    /// <inheritdoc/>
    public void Add(in FigureReading reading)
    {
        _process.Add(reading);
        _threads.Add(reading);
    }

    /// <inheritdoc/>
    public void Add(in ExecutionState state)
    {
        if (_unnamedCount > 0 && state.Function.Length > 0)
        {
            AddUnnamed(state.ExecutionId, state.Function);
        }

        if (state.Activity != ThreadActivity.Ready)
        {
            return;
        }

        if (state.Function.Length == 0 && _unnamedCount < MaxUnnamed)
        {
            Keep(state);
        }
        else
        {
            AddNamed(state);
        }
    }

    /// <inheritdoc/>
    public override ViewResult Conclude()
    {
        UsedTimes times = _process.Conclude();
        return times.HasFigures ? OfThreads(times) : OfGoroutines();
    }

    private ViewResult OfThreads(UsedTimes times) =>
        new(ThreadScheduling.ProcessTable(times), _threads.ThreadTable(ThreadText))
        {
            Notes = [.. _threads.Notes(times)],
        };

    private ViewResult OfGoroutines()
    {
        foreach (long execution in _unnamed.Keys.ToArray())
        {
            AddUnnamed(execution, "");
        }

        ViewTable functions = new(Functions);
        foreach (PlacedTimes one in _functions.ByName(Stacks))
        {
            DurationTally times = one.Times;
            functions.Add(
                times.Total, times.Count, times.Percentile(0.5), times.Percentile(0.9), times.Percentile(0.99),
                times.Max, one.Name.Length > 0 ? one.Name : null, one.Stack);
        }

        ViewTable places = new(Places);
        foreach (PlacedTimes one in _functions.ByPlaceOnly(Stacks))
        {
            places.Add(one.Times.Total, one.Times.Count, one.Times.Percentile(0.5), one.Times.Max, one.Stack);
        }

        return new ViewResult(functions, places, PreemptedTable(), LongestTable())
        {
            Headlines = [.. Headlines(_functions.All)],
            Notes = [.. _functions.Notes("times")],
        };
    }

    private ViewTable PreemptedTable()
    {
        ViewTable table = new(Preemptions);
        foreach (PlacedTimes one in _preempted.ByPlace(Stacks).OrderByDescending(one => one.Times.Count))
        {
            table.Add(
                one.Times.Count, Share(one.Times.Count, _preempted.All.Count),
                one.Name.Length > 0 ? one.Name : null, one.Stack);
        }

        return table;
    }

    private ViewTable LongestTable()
    {
        ViewTable longest = new(Longest) { OmittedCount = _longest.OmittedCount };
        foreach (ExecutionState state in _longest.LongestFirst)
        {
            longest.Add(
                state.Range.Start, state.Range.Nanoseconds, ThreadText(state.ExecutionId),
                state.Function.Length > 0 ? state.Function : null, state.Stack);
        }

        return longest;
    }

    // The function of a goroutine can be known after its first states.
    private void Keep(in ExecutionState state)
    {
        if (!_unnamed.TryGetValue(state.ExecutionId, out List<ExecutionState>? states))
        {
            _unnamed.Add(state.ExecutionId, states = []);
        }

        states.Add(state);
        _unnamedCount++;
    }

    private void AddUnnamed(long execution, string function)
    {
        if (_unnamed.Remove(execution, out List<ExecutionState>? states))
        {
            _unnamedCount -= states.Count;
            states.ForEach(state => AddNamed(state with { Function = function }));
        }
    }

    private void AddNamed(in ExecutionState state)
    {
        _functions.Add(state.Function, state.Stack, state.ExecutionId, state.Range);
        if (state.Reason == Preempted)
        {
            _preempted.Add(state.Function, state.Stack, state.ExecutionId, state.Range);
        }

        _longest.Add(state, state.Range.Nanoseconds);
    }

    private static IEnumerable<string> Headlines(DurationTally all)
    {
        if (all is { Count: > 0 })
        {
            yield return $"Goroutines became ready {ViewText.Count(all.Count)} times and ran after "
                + $"{ViewText.Duration(all.Percentile(0.5)!.Value)} (p50), "
                + $"{ViewText.Duration(all.Percentile(0.99)!.Value)} (p99), {ViewText.Duration(all.Max)} at most.";
        }
    }
}
