using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>How long the regions that the application marks took. Not safe for concurrent use.</summary>
internal sealed class RegionsView : ViewBase, IView
{
    private const int MaxLongest = 100;

    private static readonly TableDescription Names = new(
        "names", "Regions by name",
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
        "longest", "Longest regions",
        new ViewColumn("start", "start", ViewUnit.Time),
        new ViewColumn("duration", "duration", ViewUnit.Duration),
        new ViewColumn("isWhole", "whole", ViewUnit.Text),
        new ViewColumn("thread", "goroutine", ViewUnit.Text),
        new ViewColumn("name", "name", ViewUnit.Text),
        new ViewColumn("stack", "at", ViewUnit.Stack));

    private readonly TimesByPlace _times = new();
    private readonly LongestItems<Region> _longest = new(MaxLongest);

    /// <summary>The description.</summary>
    public static ViewDescription Description { get; } = new(
        "regions", "Which regions of code did the application mark, and how long did they take?",
        ModelNeeds.Regions, [Names, Longest], static _ => new RegionsView());

    /// <inheritdoc/>
    public override ModelNeeds Needs => ModelNeeds.Regions | ModelNeeds.Stacks;

    /// <inheritdoc/>
    public void Add(in Region region)
    {
        _times.Add(region.Name, region.Stack, region.ExecutionId, region.Range);
        _longest.Add(region, region.Range.Nanoseconds);
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
        foreach (Region region in _longest.LongestFirst)
        {
            longest.Add(
                region.Range.Start, region.Range.Nanoseconds, (bool?)region.Range.IsWhole,
                ThreadText(region.ExecutionId), region.Name.Length > 0 ? region.Name : null, region.Stack);
        }

        return new ViewResult(names, longest) { Notes = [.. _times.Notes("regions")] };
    }
}
