using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>
/// Which share of the processors the application had, in the worst window of each length. Not safe for concurrent use.
/// </summary>
internal sealed class MutatorView : ViewBase, IView
{
    private static readonly long[] WindowMilliseconds = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000];

    private static readonly TableDescription Windows = new(
        "windows", "Minimum mutator utilization",
        new ViewColumn("window", "window", ViewUnit.Duration),
        new ViewColumn("utilization", "minimum", ViewUnit.Share),
        new ViewColumn("start", "worst at", ViewUnit.Time),
        new ViewColumn("stopped", "stopped", ViewUnit.Duration),
        new ViewColumn("collecting", "collecting", ViewUnit.Share));

    private readonly UtilizationCurve _curve = new();
    private bool _hasGap;

    /// <summary>The description.</summary>
    public static ViewDescription Description { get; } = new(
        "mmu", "In the worst window of each length, which share of the processors did the application have?",
        ModelNeeds.Pauses, [Windows], static _ => new MutatorView());

    /// <inheritdoc/>
    public override ModelNeeds Needs => ModelNeeds.Pauses | ModelNeeds.CollectionWork;

    /// <inheritdoc/>
    public void Add(in Pause pause) => _curve.AddStop(pause.Range);

    /// <inheritdoc/>
    public void Add(in CollectionWork work) => _curve.AddWork(work.Range, work.ProcessorShare);

    /// <inheritdoc/>
    public void OnGap() => _hasGap = true;

    /// <inheritdoc/>
    public override ViewResult Conclude()
    {
        ViewTable windows = new(Windows);
        if (_curve.Count == 0)
        {
            return new ViewResult(windows);
        }

        _curve.Complete();
        foreach (long nanoseconds in WindowMilliseconds.Select(length => length * 1_000_000))
        {
            if (nanoseconds <= Extent.End.Nanoseconds)
            {
                UtilizationCurve.Worst worst = _curve.Find(nanoseconds, Extent.End);
                double collecting = (worst.LostNanoseconds - worst.StoppedNanoseconds) / nanoseconds;
                windows.Add(
                    nanoseconds, Math.Max(0, 1 - (worst.LostNanoseconds / nanoseconds)), worst.Start,
                    worst.StoppedNanoseconds,
                    Math.Max(0, collecting));
            }
        }

        return new ViewResult(windows) { Notes = [.. Notes()] };
    }

    private IEnumerable<string> Notes()
    {
        yield return "Counted are pauses, workers of the collector and assists, not sweeping and not idle workers.";
        if (_hasGap)
        {
            yield return "In the gaps of the trace nothing is known; they count as if the application had everything.";
        }

        if (_curve.RejectedCount > 0)
        {
            yield return $"{_curve.RejectedCount} pauses and times of work are not included: there are too many.";
        }
    }
}
