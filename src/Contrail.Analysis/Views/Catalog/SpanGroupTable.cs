using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>
/// The table of spans by name and target. Only requests and calls can be canceled, only calls wait for a connection of
/// a pool, only calls and commands delay requests, and only commands have the code and the request that sent them.
/// Immutable; safe from any thread.
/// </summary>
internal sealed class SpanGroupTable
{
    /// <summary>The name of the table.</summary>
    public const string Name = "groups";

    private readonly bool _hasCanceled;
    private readonly bool _hasService;

    private readonly bool _hasSender;

    private SpanGroupTable(bool hasCanceled = false, bool hasService = false, bool hasSender = false)
    {
        _hasCanceled = hasCanceled;
        _hasService = hasService;
        _hasSender = hasSender;
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
                .. If(hasService || hasSender, new ViewColumn("inRequests", "of requests", ViewUnit.Duration)),
                .. If(hasService, new ViewColumn("serviceP50", "service p50", ViewUnit.Duration)),
                .. If(hasService, new ViewColumn("serviceP95", "service p95", ViewUnit.Duration)),
                .. If(hasService, new ViewColumn("canceledP50", "canceled p50", ViewUnit.Duration)),
                .. If(hasService, new ViewColumn("canceledP95", "canceled p95", ViewUnit.Duration)),
                new ViewColumn("perTrace", "per trace", ViewUnit.Number),
                .. If(hasSender, new ViewColumn("perRequest", "per request", ViewUnit.Number)),
                .. If(hasSender, new ViewColumn("perParent", "per parent", ViewUnit.Number)),
                .. If(hasSender, new ViewColumn("route", "route", ViewUnit.Text)),
                new ViewColumn("name", "name", ViewUnit.Text),
                new ViewColumn("target", "target", ViewUnit.Text),
                .. If(hasSender, new ViewColumn("placed", "at place", ViewUnit.Count)),
                .. If(hasSender, new ViewColumn("stack", "place", ViewUnit.Stack)),
            ]);
    }

    /// <summary>The table for requests.</summary>
    public static SpanGroupTable Requests { get; } = new(hasCanceled: true);

    /// <summary>The table for calls.</summary>
    public static SpanGroupTable Calls { get; } = new(hasCanceled: true, hasService: true);

    /// <summary>The table for commands to databases.</summary>
    public static SpanGroupTable Commands { get; } = new(hasSender: true);

    /// <summary>The table for other spans.</summary>
    public static SpanGroupTable Others { get; } = new();

    /// <summary>Its columns.</summary>
    public TableDescription Description { get; }

    /// <summary>The table for some kinds of spans.</summary>
    public static SpanGroupTable For(SpanKind[] kinds) => kinds switch
    {
        [SpanKind.HttpClient] => Calls,
        [SpanKind.Request] => Requests,
        [SpanKind.Sql] => Commands,
        _ => Others,
    };

    /// <summary>The row of a group.</summary>
    public ViewValue[] Row(
        string name, ViewValue target, SpanGroup group, ViewValue rate, TraceRoutes routes, StackTable stacks)
    {
        DurationTally times = group.Times;
        double? total = times.Count > 0 ? times.Total : null;
        long? max = times.Count > 0 ? times.Max : null;
        TalliedPlace? place = _hasSender ? group.OwnPlace(stacks) : null;
        return
        [
            group.Count, rate, group.FailedCount, .. If<ViewValue>(_hasCanceled, group.CanceledCount),
            group.Known(total),
            group.Known(times.Percentile(0.5)), group.Known(times.Percentile(0.95)),
            group.Known(times.Percentile(0.99)), group.Known(max), group.OpenCount,
            group.QueuedCount, group.QueuedCount > 0 ? group.QueuedNanoseconds : default(ViewValue),
            .. _hasService || _hasSender ? [routes.Within(group.Calls)] : (ViewValue[])[],
            .. If<ViewValue>(_hasService, group.Service.Percentile(0.5)),
            .. If<ViewValue>(_hasService, group.Service.Percentile(0.95)),
            .. If<ViewValue>(_hasService, group.Canceled.Percentile(0.5)),
            .. If<ViewValue>(_hasService, group.Canceled.Percentile(0.95)),
            group.PerTrace, .. If<ViewValue>(_hasSender, routes.PerRequest(group.ByTrace)),
            .. If<ViewValue>(_hasSender, group.PerParent),
            .. If<ViewValue>(_hasSender, routes.Main(group.ByTrace)), name, target,
            .. If<ViewValue>(_hasSender, place?.Count),
            .. If<ViewValue>(_hasSender, place?.Stack ?? StackId.None),
        ];
    }

    private static T[] If<T>(bool isIncluded, T value) => isIncluded ? [value] : [];
}
