using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>How much each proc, a processor of the runtime's scheduler, was in use. Not safe for concurrent use.
/// </summary>
internal sealed class ProcsView : ViewBase, IView
{
    private const int MaxProcs = 10_000;
    private const int Steps = 60;

    private static readonly TableDescription Procs = new(
        "procs", "Procs: processors of the scheduler",
        new ViewColumn("used", "in use", ViewUnit.Duration),
        new ViewColumn("share", "share", ViewUnit.Share),
        new ViewColumn("count", "times", ViewUnit.Count),
        new ViewColumn("processor", "proc", ViewUnit.Identity));

    private static readonly TableDescription Balance = new(
        "balance", "Over time: the share of the most and of the least used proc",
        new ViewColumn("time", "time", ViewUnit.Time),
        new ViewColumn("mean", "mean", ViewUnit.Share),
        new ViewColumn("most", "most used", ViewUnit.Share),
        new ViewColumn("least", "least used", ViewUnit.Share))
    {
        IsSeries = true,
    };

    private readonly BoundedGroups<long, DurationTally> _procs = new(MaxProcs);
    private readonly TimeSteps _steps = new();
    private readonly Dictionary<long, int> _lines = [];

    /// <summary>The description.</summary>
    public static ViewDescription Description { get; } = new(
        "procs", "How much was each proc, a processor of the scheduler, in use, and was the work balanced?",
        ModelNeeds.ProcUses, [Procs, Balance], static _ => new ProcsView());

    /// <inheritdoc/>
    public override ModelNeeds Needs => ModelNeeds.ProcUses;

    /// <inheritdoc/>
    public void Add(in ProcUse use)
    {
        if (_procs.Find(use.ProcId) is not { } times)
        {
            return;
        }

        if (!_lines.TryGetValue(use.ProcId, out int line))
        {
            line = _lines.Count;
            _lines.Add(use.ProcId, line);
        }

        if (use.Range.Nanoseconds > 0)
        {
            times.Add(use.Range.Nanoseconds);
            _steps.AddSpread(line, use.Range);
        }
    }

    /// <inheritdoc/>
    public override ViewResult Conclude()
    {
        double window = Extent.End.Nanoseconds;
        ViewTable procs = new(Procs);
        foreach ((long id, DurationTally times) in
            _procs.All.OrderByDescending(one => one.Value.Total).ThenBy(one => one.Key))
        {
            procs.Add(times.Total, Share(times.Total, window), times.Count, id);
        }

        return new ViewResult(procs, Series())
        {
            Headlines = [.. Headlines(window)],
            Notes = [.. _procs.Notes("uses")],
        };
    }

    private ViewTable Series()
    {
        ViewTable balance = new(Balance);
        TimeSteps.Step[] steps = [.. _steps.Conclude(Extent.End, Steps, Math.Max(1, _lines.Count))];
        for (int index = 0; index < steps.Length; index++)
        {
            TraceTime end = index + 1 < steps.Length ? steps[index + 1].Start : Extent.End;
            double length = end.Nanoseconds - steps[index].Start.Nanoseconds;
            double[] used = [.. steps[index].Values.Select(value => value ?? 0)];
            balance.Add(
                steps[index].Start, Share(used.Average(), length), Share(used.Max(), length),
                Share(used.Min(), length));
        }

        return balance;
    }

    private IEnumerable<string> Headlines(double window)
    {
        if (_procs.Count > 0 && window > 0)
        {
            double[] shares = [.. _procs.All.Select(one => one.Value.Total / window)];
            yield return $"{_procs.Count} procs were in use for {ViewText.Percent(shares.Average())} of the window on "
                + $"average: {ViewText.Percent(shares.Max())} the most used, {ViewText.Percent(shares.Min())} the "
                + "least used.";
        }
    }
}
