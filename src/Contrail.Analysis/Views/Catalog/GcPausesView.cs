using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>How long the runtime stopped all threads, and what for. Not safe for concurrent use.</summary>
internal sealed class GcPausesView : ViewBase, IView
{
    private const int MaxCauses = 1_000;
    private const int MaxLongest = 100;

    private static readonly TableDescription Causes = new(
        "causes", "Pauses by cause",
        new ViewColumn("total", "total", ViewUnit.Duration),
        new ViewColumn("count", "count", ViewUnit.Count),
        new ViewColumn("p50", "p50", ViewUnit.Duration),
        new ViewColumn("p90", "p90", ViewUnit.Duration),
        new ViewColumn("p99", "p99", ViewUnit.Duration),
        new ViewColumn("max", "max", ViewUnit.Duration),
        new ViewColumn("suspension", "to stop", ViewUnit.Duration),
        new ViewColumn("cause", "cause", ViewUnit.Text),
        new ViewColumn("stack", "triggered mostly at", ViewUnit.Stack));

    private static readonly TableDescription Places = new(
        "places", "Pauses by the code that triggered them",
        new ViewColumn("total", "total", ViewUnit.Duration),
        new ViewColumn("share", "share", ViewUnit.Share),
        new ViewColumn("count", "count", ViewUnit.Count),
        new ViewColumn("stack", "triggered at", ViewUnit.Stack));

    private static readonly TableDescription Longest = new(
        "longest", "Longest pauses",
        new ViewColumn("start", "start", ViewUnit.Time),
        new ViewColumn("duration", "duration", ViewUnit.Duration),
        new ViewColumn("suspension", "to stop", ViewUnit.Duration),
        new ViewColumn("cause", "cause", ViewUnit.Text),
        new ViewColumn("collections", "collections", ViewUnit.Text),
        new ViewColumn("stack", "triggered at", ViewUnit.Stack));

    private readonly LongestItems<CausedPause> _longest = new(MaxLongest);
    private readonly BoundedGroups<string, PauseGroup> _groups = new(MaxCauses);
    private readonly PlaceTally _places = new();
    private readonly CausedPauses _pauses;
    private readonly DurationTally _all = new();
    private readonly DurationTally _suspensions = new();
    private readonly DurationTally _sampling = new();

    public GcPausesView() => _pauses = new CausedPauses(Settle);

    /// <summary>The description.</summary>
    public static ViewDescription Description { get; } = new(
        "gc-pauses", "How long were all threads stopped, what for, and which code caused it?",
        ModelNeeds.Pauses, [Causes, Places, Longest], static _ => new GcPausesView());

    /// <summary>The same under the name that it has for Go.</summary>
    public static ViewDescription StopTheWorld { get; } = Description with
    {
        Name = "stop-the-world",
        Question = "How long were the stop-the-world pauses, for which reason, and which code requested them?",
    };

    /// <inheritdoc/>
    public override ModelNeeds Needs => ModelNeeds.Pauses | ModelNeeds.Collections | ModelNeeds.Stacks;

    /// <inheritdoc/>
    public void Add(in Pause pause)
    {
        // The recording itself causes these.
        if (pause.Cause == PauseCause.Sampling)
        {
            _sampling.Add(pause.Range.Nanoseconds);
            return;
        }

        _all.Add(pause.Range.Nanoseconds);
        if (pause.SuspensionNanoseconds is { } suspension)
        {
            _suspensions.Add(suspension);
        }

        _pauses.Add(pause);
    }

    /// <inheritdoc/>
    public void Add(in Collection collection) => _pauses.Add(collection);

    /// <inheritdoc/>
    public override ViewResult Conclude()
    {
        _pauses.Complete();
        ViewTable causes = new(Causes);
        foreach ((string cause, PauseGroup group) in _groups.All.OrderByDescending(pair => pair.Value.Times.Total))
        {
            DurationTally times = group.Times;
            causes.Add(
                times.Total, times.Count, times.Percentile(0.5), times.Percentile(0.9), times.Percentile(0.99),
                times.Max, group.SuspensionNanoseconds, cause, group.Triggers.Heaviest(Stacks));
        }

        return new ViewResult(causes, PlacesTable(), LongestTable())
        {
            Headlines = [.. Headlines()],
            Notes = [.. Notes()],
        };
    }

    private static string NameOf(PauseCollection collection) =>
        $"#{collection.Number} gen {collection.Generation?.ToString() ?? "?"}"
        + (collection.IsConcurrent ? " (background)" : "");

    // A pause without a stack belongs to no place, and to the whole all the same.
    private ViewTable PlacesTable() => new ViewTable(Places).AddAll(
        _places.Conclude(Stacks),
        place => [place.Weight, Share(place.Weight, _all.Total), place.Count, place.Stack]);

    private ViewTable LongestTable()
    {
        ViewTable longest = new(Longest) { OmittedCount = _longest.OmittedCount };
        foreach ((Pause pause, string cause, StackId trigger) in _longest.LongestFirst)
        {
            longest.Add(
                pause.Range.Start, pause.Range.Nanoseconds, pause.SuspensionNanoseconds, cause,
                string.Join(", ", pause.Collections.Select(NameOf)), trigger);
        }

        return longest;
    }

    private IEnumerable<string> Headlines()
    {
        if (_all.Count > 0)
        {
            yield return $"All threads were stopped {_all.Count} times for {PartOf(_all)}; "
                + $"the longest pause was {ViewText.Duration(_all.Max)}.";
        }

        if (_suspensions.Max > 0 && _suspensions.Total > _all.Total / 2)
        {
            yield return $"Most of that time ({ViewText.Duration(_suspensions.Total)}) passed until all threads had "
                + "stopped, not in the collector: a thread stopped late, or the machine had no free processor.";
        }
    }

    private string PartOf(DurationTally times) => ViewText.Duration(times.Total)
        + (Share(times.Total / 1e9, WindowSeconds) is { } part ? $" ({ViewText.Percent(part)} of the window)" : "");

    private IEnumerable<string> Notes()
    {
        if (_sampling.Count > 0)
        {
            yield return $"Not included: {_sampling.Count} stops for {PartOf(_sampling)}, in which the runtime took "
                + "the samples of this recording.";
        }

        foreach (string note in _groups.Notes("pauses").Concat(_places.Notes("pauses")))
        {
            yield return note;
        }
    }

    private void Settle(CausedPause caused)
    {
        (Pause pause, string cause, StackId trigger) = caused;
        _longest.Add(caused, pause.Range.Nanoseconds);
        _places.Add(trigger, pause.Range.Nanoseconds);
        _groups.Find(cause)?.Add(pause, trigger);
    }

    private sealed class PauseGroup
    {
        public DurationTally Times { get; } = new();

        /// <summary>The part until all threads had stopped; null if it is unknown.</summary>
        public double? SuspensionNanoseconds { get; private set; }

        public PlaceTally Triggers { get; } = new(PlaceTally.MaxStacksOfGroup);

        public void Add(in Pause pause, StackId trigger)
        {
            Times.Add(pause.Range.Nanoseconds);
            SuspensionNanoseconds = pause.SuspensionNanoseconds is { } known
                ? (SuspensionNanoseconds ?? 0) + known
                : SuspensionNanoseconds;
            Triggers.Add(trigger, pause.Range.Nanoseconds);
        }
    }
}
