using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>How long the tasks that the application marks took. Not safe for concurrent use.</summary>
internal sealed class TasksView : ViewBase, IView
{
    private const int MaxLongest = 100;

    private static readonly TableDescription Names = new(
        "names", "Tasks by name",
        new ViewColumn("total", "total", ViewUnit.Duration),
        new ViewColumn("count", "count", ViewUnit.Count),
        new ViewColumn("p50", "p50", ViewUnit.Duration),
        new ViewColumn("p90", "p90", ViewUnit.Duration),
        new ViewColumn("p99", "p99", ViewUnit.Duration),
        new ViewColumn("max", "max", ViewUnit.Duration),
        new ViewColumn("openAtEnd", "open", ViewUnit.Count),
        new ViewColumn("name", "name", ViewUnit.Text),
        new ViewColumn("stack", "longest at", ViewUnit.Stack));

    private static readonly TableDescription Longest = new(
        "longest", "Longest tasks",
        new ViewColumn("start", "start", ViewUnit.Time),
        new ViewColumn("duration", "duration", ViewUnit.Duration),
        new ViewColumn("isWhole", "whole", ViewUnit.Text),
        new ViewColumn("task", "task", ViewUnit.Identity),
        new ViewColumn("name", "name", ViewUnit.Text),
        new ViewColumn("stack", "at", ViewUnit.Stack));

    private readonly TimesByPlace _times = new();
    private readonly LongestItems<TraceTask> _longest = new(MaxLongest);

    /// <summary>The description.</summary>
    public static ViewDescription Description { get; } = new(
        "tasks", "Which tasks did the application mark, and how long did they take?",
        ModelNeeds.Tasks, [Names, Longest], static _ => new TasksView());

    /// <inheritdoc/>
    public override ModelNeeds Needs => ModelNeeds.Tasks | ModelNeeds.Stacks;

    /// <inheritdoc/>
    public void Add(in TraceTask task)
    {
        _times.Add(task.Name, task.Stack, 0, task.Range);
        _longest.Add(task, task.Range.Nanoseconds);
    }

    /// <inheritdoc/>
    public void OnGap() => _times.CloseOpen();

    /// <inheritdoc/>
    public override ViewResult Conclude()
    {
        ViewTable names = new(Names);
        foreach (PlacedTimes one in _times.ByName(Stacks))
        {
            DurationTally times = one.Times;
            names.Add(
                times.Total, times.Count, times.Percentile(0.5), times.Percentile(0.9), times.Percentile(0.99),
                times.Max, one.OpenCount, one.Name.Length > 0 ? one.Name : null, one.Stack);
        }

        ViewTable longest = new(Longest) { OmittedCount = _longest.OmittedCount };
        foreach (TraceTask task in _longest.LongestFirst)
        {
            longest.Add(
                task.Range.Start, task.Range.Nanoseconds, (bool?)task.Range.IsWhole, unchecked((long)task.Id),
                task.Name.Length > 0 ? task.Name : null, task.Stack);
        }

        return new ViewResult(names, longest) { Notes = [.. _times.Notes("tasks")] };
    }
}
