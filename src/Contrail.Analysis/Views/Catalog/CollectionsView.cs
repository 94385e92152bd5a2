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
    private readonly PausedCollections _paused;
    private readonly BoundedGroups<(int? Generation, bool? IsConcurrent, string Reason), Group> _reasons =
        new(MaxGroups);
    private readonly BoundedGroups<(string Reason, int Place), Group> _places = new(MaxGroups);
    private readonly LongestItems<(Collection Collection, long? Pause)> _collections = new(MaxCollections);
    private long _count;

    /// <summary>A view without records.</summary>
    public CollectionsView() => _paused = new PausedCollections(Settle);

    /// <summary>The description.</summary>
    public static ViewDescription Description { get; } = new(
        "gc", "Which garbage collections ran, why, and which code triggered them?",
        ModelNeeds.Collections, [Reasons, Places, Collections, Assists], static _ => new CollectionsView());

    /// <inheritdoc/>
    public override ModelNeeds Needs =>
        ModelNeeds.Pauses | ModelNeeds.Collections | ModelNeeds.CollectionWork | ModelNeeds.Stacks;

    /// <inheritdoc/>
    public void Add(in Pause pause) => _paused.Add(pause);

    /// <inheritdoc/>
    public void Add(in Collection collection) => _paused.Add(collection);

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
        _paused.Complete();
        return new ViewResult(ReasonTable(), PlacesTable(), CollectionTable(), AssistTable())
        {
            Headlines = [.. Headlines()],
            Notes = [.. _places.Notes("collections")],
        };
    }

    private void Settle(Collection collection, long? pause)
    {
        _count++;
        _reasons.Find((collection.Generation, collection.IsConcurrent, collection.Reason))?.Add(collection, pause);
        _places.Find((collection.Reason, PlaceOf(collection.Stack)))?.Add(collection, pause);
        _collections.Add((collection, pause), pause ?? 0);
    }

    private ViewTable ReasonTable()
    {
        ViewTable reasons = new(Reasons);
        foreach (((int? generation, bool? isConcurrent, string reason), Group group) in _reasons.All
            .OrderByDescending(pair => pair.Value.Pause ?? 0).ThenByDescending(pair => pair.Value.Count))
        {
            reasons.Add(
                group.Count, PerSecond(group.Count), group.Pause, group.Nanoseconds, (long?)generation, isConcurrent,
                Known(reason), group.Places.Heaviest(Stacks));
        }

        return reasons;
    }

    private ViewTable PlacesTable()
    {
        ViewTable places = new(Places);
        foreach (((string reason, _), Group group) in _places.All
            .OrderByDescending(pair => pair.Value.Count).ThenByDescending(pair => pair.Value.Pause ?? 0))
        {
            places.Add(
                group.Count, Share(group.Count, _count), group.Pause, Known(reason), group.Places.Heaviest(Stacks));
        }

        return places;
    }

    private ViewTable CollectionTable()
    {
        ViewTable collections = new(Collections) { OmittedCount = _collections.OmittedCount };
        foreach ((Collection one, long? pause) in _collections.LongestFirst
            .OrderByDescending(item => item.Pause ?? 0).ThenByDescending(item => item.Collection.Range.Nanoseconds))
        {
            collections.Add(
                one.Range.Start, one.Number, (long?)one.Generation, one.IsConcurrent, one.Range.Nanoseconds, pause,
                Known(one.Reason), one.Stack);
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

    private sealed class Group
    {
        public long Count { get; private set; }

        public double Nanoseconds { get; private set; }

        /// <summary>The sum of the known pauses; null if none is known.</summary>
        public double? Pause { get; private set; }

        public PlaceTally Places { get; } = new(PlaceTally.MaxStacksOfGroup);

        public void Add(in Collection collection, long? pause)
        {
            Count++;
            Nanoseconds += collection.Range.Nanoseconds;
            Pause = pause is { } known ? (Pause ?? 0) + known : Pause;
            Places.Add(collection.Stack);
        }
    }
}
