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
        new ViewColumn("generation", "gen", ViewUnit.Identity),
        new ViewColumn("isConcurrent", "background", ViewUnit.Text),
        new ViewColumn("reason", "reason", ViewUnit.Text),
        new ViewColumn("stack", "triggered most often at", ViewUnit.Stack));

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

    private readonly List<Collection> _collections = [];
    private readonly Dictionary<long, long> _pauses = [];
    private long _count;

    /// <summary>The description.</summary>
    public static ViewDescription Description { get; } = new(
        "gc", "Which garbage collections ran, why, and which code triggered them?",
        ModelNeeds.Collections, [Reasons, Collections], static _ => new CollectionsView());

    /// <inheritdoc/>
    public override ModelNeeds Needs => ModelNeeds.Pauses | ModelNeeds.Collections | ModelNeeds.Stacks;

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
    public override ViewResult Conclude()
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
                (long)group.Count(), PerSecond(group.Count()), group.Sum(one => PauseOf(one) ?? 0),
                (long?)group.Key.Generation, group.Key.IsConcurrent, ReasonOf(group.Key.Reason),
                places.Heaviest(Stacks));
        }

        ViewTable collections = new(Collections) { OmittedCount = _count - _collections.Count };
        foreach (Collection one in _collections.OrderByDescending(one => PauseOf(one) ?? 0))
        {
            collections.Add(
                one.Range.Start, one.Number, (long?)one.Generation, one.IsConcurrent, one.Range.Nanoseconds,
                PauseOf(one), ReasonOf(one.Reason), one.Stack);
        }

        return new ViewResult(reasons, collections);
    }

    private static string? ReasonOf(string reason) => reason.Length > 0 ? reason : null;

    private long? PauseOf(in Collection collection) =>
        collection.Number is { } number && _pauses.TryGetValue(number, out long pause) ? pause : null;
}
