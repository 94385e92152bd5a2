using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>
/// The calls that have ended, by the host and port that they were sent to: a pool of connections belongs to one. How
/// long a call waits for a connection is known when it has one, so that the waits of those that had not ended would be
/// a part of an unknown whole. Not safe for concurrent use.
/// </summary>
internal sealed class HostCalls
{
    private const int MaxHosts = 1_000;
    private const string AfterScheme = "://";

    private readonly BoundedGroups<string, Host> _hosts = new(MaxHosts);

    /// <summary>The table.</summary>
    public static TableDescription Table { get; } = new(
        "hosts", "Ended calls whose wait for a connection is known, by host",
        new ViewColumn("count", "count", ViewUnit.Count),
        new ViewColumn("failed", "failed", ViewUnit.Count),
        new ViewColumn("canceled", "canceled", ViewUnit.Count),
        new ViewColumn("total", "total", ViewUnit.Duration),
        new ViewColumn("queuedCount", "queued", ViewUnit.Count),
        new ViewColumn("queued", "in queue", ViewUnit.Duration),
        new ViewColumn("serviceTotal", "service", ViewUnit.Duration),
        new ViewColumn("inRequests", "of requests", ViewUnit.Duration),
        new ViewColumn("answeredP50", "answered p50", ViewUnit.Duration),
        new ViewColumn("answeredP95", "answered p95", ViewUnit.Duration),
        new ViewColumn("host", "host", ViewUnit.Text));

    /// <summary>The host and port in an address, which may have no scheme.</summary>
    public static string HostOf(string address)
    {
        int scheme = address.IndexOf(AfterScheme, StringComparison.Ordinal);
        return address[(scheme < 0 ? 0 : scheme + AfterScheme.Length)..].Split('/')[0];
    }

    /// <summary>
    /// Adds a call; one that had not ended, or whose address or wait for a connection is unknown, is left out.
    /// </summary>
    public void Add(in Span span)
    {
        string host = HostOf(span.Target);
        if (host.Length > 0 && !span.Range.IsOpenAtEnd && span.IsWaitKnown && _hosts.Find(host) is { } group)
        {
            group.Calls.Add(span);
            group.AddAnswered(span);
        }
    }

    /// <summary>The table, the host with the longest time first.</summary>
    public ViewTable Conclude(TraceRoutes routes) => new ViewTable(Table).AddAll(
        _hosts.All.OrderByDescending(pair => pair.Value.Calls.Times.Total),
        pair => Row(pair.Key, pair.Value.Calls, pair.Value.Answered, routes));

    private static ViewValue[] Row(string host, SpanGroup calls, DurationTally answered, TraceRoutes routes) =>
    [
        calls.Count, calls.FailedCount, calls.CanceledCount, calls.Times.Total, calls.QueuedCount,
        calls.QueuedNanoseconds, calls.Service.Total, routes.Within(calls.Calls), answered.Percentile(0.5),
        answered.Percentile(0.95), host,
    ];

    /// <summary>The calls to one host.</summary>
    internal sealed class Host
    {
        /// <summary>All of them.</summary>
        public SpanGroup Calls { get; } = new();

        /// <summary>
        /// The time without the wait for a connection of those with an answer: the others ended before the service
        /// was done with them.
        /// </summary>
        public DurationTally Answered { get; } = new();

        /// <summary>Adds a call if it has an answer.</summary>
        public void AddAnswered(in Span span)
        {
            bool hasStatus = span.Status is [>= '1' and <= '9', _, _];
            if (!span.IsCanceled && (!span.IsFailed || hasStatus))
            {
                Answered.Add(span.Range.Nanoseconds - (span.QueuedNanoseconds ?? 0));
            }
        }
    }
}
