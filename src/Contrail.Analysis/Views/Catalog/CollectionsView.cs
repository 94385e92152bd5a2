using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>Which collections ran, why, and which code triggered them. Not safe for concurrent use.</summary>
internal sealed class CollectionsView : ViewBase, IView
{
    private const int MaxGroups = 1_000;
    private const int MaxCollections = 10_000;

    private static readonly TableDescription Reasons = new(
        "reasons", "Collections by generation and reason",
        new ViewColumn("count", "count", ViewUnit.Count),
        new ViewColumn("rate", "rate", ViewUnit.Rate),
        new ViewColumn("pause", "paused", ViewUnit.Duration),
        new ViewColumn("duration", "duration", ViewUnit.Duration),
        new ViewColumn("generation", "gen", ViewUnit.Identity),
        new ViewColumn("isConcurrent", "background", ViewUnit.Text),
        new ViewColumn("reason", "reason", ViewUnit.Text),
        new ViewColumn("stack", "triggered most often at", ViewUnit.Stack));

    private static readonly TableDescription Places = new(
        "places", "Collections by reason and the code that triggered them",
        new ViewColumn("count", "count", ViewUnit.Count),
        new ViewColumn("share", "share", ViewUnit.Share),
        new ViewColumn("pause", "paused", ViewUnit.Duration),
        new ViewColumn("reason", "reason", ViewUnit.Text),
        new ViewColumn("stack", "triggered at", ViewUnit.Stack));

    private static readonly TableDescription Collections = new(
        "collections", "Collections",
        new ViewColumn("start", "start", ViewUnit.Time),
        new ViewColumn("number", "number", ViewUnit.Identity),
        new ViewColumn("generation", "gen", ViewUnit.Identity),
        new ViewColumn("isConcurrent", "background", ViewUnit.Text),
        new ViewColumn("duration", "duration", ViewUnit.Duration),
        new ViewColumn("pause", "paused", ViewUnit.Duration),
        new ViewColumn("reason", "reason", ViewUnit.Text),
        new ViewColumn("stack", "triggered at", ViewUnit.Stack));

    private static readonly TableDescription Assists = new(
        "assists", "Code that had to work for the collector, because it allocated",
        new ViewColumn("total", "total", ViewUnit.Duration),
        new ViewColumn("count", "count", ViewUnit.Count),
        new ViewColumn("threads", "goroutines", ViewUnit.Count),
        new ViewColumn("p50", "p50", ViewUnit.Duration),
        new ViewColumn("max", "max", ViewUnit.Duration),
        new ViewColumn("stack", "at", ViewUnit.Stack));

    private readonly TimesByPlace _assists = new();
    private readonly DurationTally _workers = new();
    private readonly List<Collection> _collections = [];
    private readonly Dictionary<long, long> _pauses = [];
    private long _count;

    /// <summary>The description.</summary>
    public static ViewDescription Description { get; } = new(
        "gc", "Which garbage collections ran, why, and which code triggered them?",
        ModelNeeds.Collections, [Reasons, Places, Collections, Assists], static _ => new CollectionsView());

    /// <inheritdoc/>
    public override ModelNeeds Needs =>
        ModelNeeds.Pauses | ModelNeeds.Collections | ModelNeeds.CollectionWork | ModelNeeds.Stacks;

    /// <inheritdoc/>
    public void Add(in Pause pause)
    {
        if (pause.Collections is [var main, ..] && _pauses.Count < MaxCollections)
        {
            _pauses[main.Number] = _pauses.GetValueOrDefault(main.Number) + pause.Range.Nanoseconds;
        }
    }

    /// <inheritdoc/>
    public void Add(in Collection collection)
    {
        _count++;
        if (_collections.Count < MaxCollections)
        {
            _collections.Add(collection);
        }
    }

    /// <inheritdoc/>
    public void Add(in CollectionWork work)
    {
        if (work.IsAssist)
        {
            _assists.Add("", work.Stack, work.ExecutionId, work.Range);
        }
        else
        {
            _workers.Add(work.Range.Nanoseconds);
        }
    }

    /// <inheritdoc/>
    public override ViewResult Conclude()
    {
        return new ViewResult(ReasonTable(), PlacesTable(), CollectionTable(), AssistTable())
        {
            Headlines = [.. Headlines()],
        };
    }

    private ViewTable ReasonTable()
    {
        ViewTable reasons = new(Reasons);
        var groups = _collections
            .GroupBy(one => (one.Generation, one.IsConcurrent, one.Reason))
            .OrderByDescending(group => group.Sum(one => PauseOf(one) ?? 0))
            .ThenByDescending(group => group.Count());
        foreach (var group in groups.Take(MaxGroups))
        {
            PlaceTally places = new();
            foreach (Collection one in group)
            {
                places.Add(one.Stack);
            }

            reasons.Add(
                (long)group.Count(), PerSecond(group.Count()), PauseOf(group),
                group.Sum(one => (double)one.Range.Nanoseconds), (long?)group.Key.Generation, group.Key.IsConcurrent,
                ReasonOf(group.Key.Reason), places.Heaviest(Stacks));
        }

        return reasons;
    }

    private ViewTable PlacesTable()
    {
        ViewTable places = new(Places);
        var groups = _collections
            .GroupBy(one => (one.Reason, Place: PlaceOf(one.Stack)))
            .OrderByDescending(group => group.Count())
            .ThenByDescending(group => group.Sum(one => PauseOf(one) ?? 0));
        foreach (var group in groups.Take(MaxGroups))
        {
            PlaceTally stacks = new();
            foreach (Collection one in group)
            {
                stacks.Add(one.Stack);
            }

            places.Add(
                (long)group.Count(), Share(group.Count(), _collections.Count), PauseOf(group),
                ReasonOf(group.Key.Reason), stacks.Heaviest(Stacks));
        }

        return places;
    }

    private ViewTable CollectionTable()
    {
        ViewTable collections = new(Collections) { OmittedCount = _count - _collections.Count };
        foreach (Collection one in _collections
            .OrderByDescending(one => PauseOf(one) ?? 0).ThenByDescending(one => one.Range.Nanoseconds))
        {
            collections.Add(
                one.Range.Start, one.Number, (long?)one.Generation, one.IsConcurrent, one.Range.Nanoseconds,
                PauseOf(one), ReasonOf(one.Reason), one.Stack);
        }

        return collections;
    }

    private ViewTable AssistTable()
    {
        ViewTable assists = new(Assists);
        foreach (PlacedTimes one in _assists.ByPlace(Stacks))
        {
            assists.Add(
                one.Times.Total, one.Times.Count, one.ExecutionCount, one.Times.Percentile(0.5), one.Times.Max,
                one.Stack);
        }

        return assists;
    }

    private IEnumerable<string> Headlines()
    {
        if (_workers.Count > 0 || _assists.All.Count > 0)
        {
            yield return $"Workers of the collector ran for {ViewText.Duration(_workers.Total)}; application code "
                + $"assisted for {ViewText.Duration(_assists.All.Total)}.";
        }
    }

    private static string? ReasonOf(string reason) => reason.Length > 0 ? reason : null;

    private long? PauseOf(IEnumerable<Collection> group) =>
        group.Any(one => PauseOf(one) is not null) ? group.Sum(one => PauseOf(one) ?? 0) : null;

    private long? PauseOf(in Collection collection) =>
        collection.Number is { } number && _pauses.TryGetValue(number, out long pause) ? pause : null;
}
