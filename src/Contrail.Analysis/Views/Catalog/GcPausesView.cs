using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>How long the runtime stopped all threads, and what for. Not safe for concurrent use.</summary>
internal sealed class GcPausesView : ViewBase, IView
{
    private const int MaxCauses = 1_000;
    private const int MaxLongest = 100;
    private const int MaxCollections = 100_000;

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

    private readonly List<Pause> _pauses = [];
    private readonly LongestItems<Pause> _longest = new(MaxLongest);
    private readonly Dictionary<long, CollectionCause> _collections = [];
    private readonly DurationTally _all = new();
    private readonly DurationTally _suspensions = new();
    private readonly DurationTally _sampling = new();

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
        _longest.Add(pause, pause.Range.Nanoseconds);
        if (pause.SuspensionNanoseconds is { } suspension)
        {
            _suspensions.Add(suspension);
        }

        if (_pauses.Count < MaxCollections)
        {
            _pauses.Add(pause);
        }
    }

    /// <inheritdoc/>
    public void Add(in Collection collection)
    {
        if (collection.Number is { } number && _collections.Count < MaxCollections)
        {
            _collections.TryAdd(number, new CollectionCause(collection.Reason, collection.Stack));
        }
    }

    /// <inheritdoc/>
    public override ViewResult Conclude()
    {
        ViewTable causes = new(Causes);
        PlaceTally places = new();
        BoundedGroups<string, PauseGroup> groups = new(MaxCauses);
        foreach (Pause pause in _pauses)
        {
            StackId trigger = TriggerOf(pause);
            places.Add(trigger, pause.Range.Nanoseconds);
            groups.Find(CauseOf(pause))?.Add(pause, trigger);
        }

        foreach ((string cause, PauseGroup group) in groups.All.OrderByDescending(pair => pair.Value.Times.Total))
        {
            DurationTally times = group.Times;
            causes.Add(
                times.Total, times.Count, times.Percentile(0.5), times.Percentile(0.9), times.Percentile(0.99),
                times.Max, group.SuspensionNanoseconds, cause, group.Triggers.Heaviest(Stacks));
        }

        return new ViewResult(causes, PlacesTable(places), LongestTable())
        {
            Headlines = [.. Headlines()],
            Notes = [.. Notes()],
        };
    }

    private static string NameOf(PauseCollection collection) =>
        $"#{collection.Number} gen {collection.Generation?.ToString() ?? "?"}"
        + (collection.IsConcurrent ? " (background)" : "");

    // A pause without a stack belongs to no place, and to the whole all the same.
    private ViewTable PlacesTable(PlaceTally places) => new ViewTable(Places).AddAll(
        places.Conclude(Stacks),
        place => [place.Weight, Share(place.Weight, _all.Total), place.Count, place.Stack]);

    private ViewTable LongestTable()
    {
        ViewTable longest = new(Longest) { OmittedCount = _longest.OmittedCount };
        foreach (Pause pause in _longest.LongestFirst)
        {
            longest.Add(
                pause.Range.Start, pause.Range.Nanoseconds, pause.SuspensionNanoseconds, CauseOf(pause),
                string.Join(", ", pause.Collections.Select(NameOf)), TriggerOf(pause));
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

        if (_pauses.Count < _all.Count)
        {
            yield return $"The first {_pauses.Count} of {_all.Count} pauses are grouped by cause.";
        }
    }

    private string CauseOf(in Pause pause)
    {
        if (pause.Cause != PauseCause.Collection)
        {
            return pause.Reason.Length > 0 ? $"not a collection: {pause.Reason}" : "unknown";
        }

        if (pause.Collections is not [var main, ..])
        {
            return pause.Reason.Length > 0 ? pause.Reason : "collection";
        }

        string reason = _collections.GetValueOrDefault(main.Number).Reason ?? "";
        string generation = main.IsConcurrent
            ? "background collection"
            : $"generation {main.Generation?.ToString() ?? "unknown"}";
        return reason.Length > 0 ? $"{generation}, {reason}" : generation;
    }

    private StackId TriggerOf(in Pause pause)
    {
        foreach (PauseCollection collection in pause.Collections)
        {
            if (_collections.TryGetValue(collection.Number, out CollectionCause found) && !found.Stack.IsNone)
            {
                return found.Stack;
            }
        }

        return pause.Stack;
    }

    private readonly record struct CollectionCause(string Reason, StackId Stack);

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
