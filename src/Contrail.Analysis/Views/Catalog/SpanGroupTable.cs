using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>
/// The table of spans by name and target. Only requests and calls can be canceled, and only calls wait for a
/// connection of a pool. Immutable; safe from any thread.
/// </summary>
internal sealed class SpanGroupTable
{
    /// <summary>The name of the table.</summary>
    public const string Name = "groups";

    private readonly bool _hasCanceled;
    private readonly bool _hasService;

    private SpanGroupTable(bool hasCanceled, bool hasService)
    {
        _hasCanceled = hasCanceled;
        _hasService = hasService;
        Description = new TableDescription(
            Name, "By name and target",
            [
                new ViewColumn("count", "count", ViewUnit.Count),
                new ViewColumn("rate", "rate", ViewUnit.Rate),
                new ViewColumn("failed", "failed", ViewUnit.Count),
                .. If(hasCanceled, new ViewColumn("canceled", "canceled", ViewUnit.Count)),
                new ViewColumn("total", "total", ViewUnit.Duration),
                new ViewColumn("p50", "p50", ViewUnit.Duration),
                new ViewColumn("p95", "p95", ViewUnit.Duration),
                new ViewColumn("p99", "p99", ViewUnit.Duration),
                new ViewColumn("max", "max", ViewUnit.Duration),
                new ViewColumn("openAtEnd", "open", ViewUnit.Count),
                new ViewColumn("queuedCount", "queued", ViewUnit.Count),
                new ViewColumn("queued", "in queue", ViewUnit.Duration),
                .. If(hasService, new ViewColumn("serviceP50", "service p50", ViewUnit.Duration)),
                .. If(hasService, new ViewColumn("serviceP95", "service p95", ViewUnit.Duration)),
                new ViewColumn("perTrace", "per trace", ViewUnit.Number),
                new ViewColumn("name", "name", ViewUnit.Text),
                new ViewColumn("target", "target", ViewUnit.Text),
            ]);
    }

    /// <summary>The table for requests.</summary>
    public static SpanGroupTable Requests { get; } = new(hasCanceled: true, hasService: false);

    /// <summary>The table for calls.</summary>
    public static SpanGroupTable Calls { get; } = new(hasCanceled: true, hasService: true);

    /// <summary>The table for other spans.</summary>
    public static SpanGroupTable Others { get; } = new(hasCanceled: false, hasService: false);

    /// <summary>Its columns.</summary>
    public TableDescription Description { get; }

    /// <summary>The row of a group.</summary>
    public ViewValue[] Row(string name, ViewValue target, SpanGroup group, ViewValue rate)
    {
        DurationTally times = group.Times;
        double? total = times.Count > 0 ? times.Total : null;
        long? max = times.Count > 0 ? times.Max : null;
        return
        [
            group.Count, rate, group.FailedCount, .. If<ViewValue>(_hasCanceled, group.CanceledCount), total,
            times.Percentile(0.5), times.Percentile(0.95), times.Percentile(0.99), max, group.OpenCount,
            group.QueuedCount, group.QueuedCount > 0 ? group.QueuedNanoseconds : default(ViewValue),
            .. If<ViewValue>(_hasService, group.Service.Percentile(0.5)),
            .. If<ViewValue>(_hasService, group.Service.Percentile(0.95)),
            group.PerTrace, name, target,
        ];
    }

    private static T[] If<T>(bool isIncluded, T value) => isIncluded ? [value] : [];
}
