using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules;

/// <summary>HTTP calls that wait because all connections to a host are in use.</summary>
internal static class ConnectionPoolRule
{
    private const int MinQueued = 5;
    private const double MinShare = 0.2;
    private const double MinMeanNanoseconds = 50e6;

    /// <summary>Calls with more new connections each than this wait for connections that are opened.</summary>
    private const double MaxOpened = 0.5;

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "connection-pool-exhausted", "HTTP calls that wait for a free connection", ModelNeeds.Spans,
        [SpansView.HttpClient, SpansView.Sockets], Examine)
    {
        Recording = SpanRows.Recording,
    };

    private static IEnumerable<Finding> Examine(ExaminedTrace trace)
    {
        double opened = SpanRows.Groups(trace, SpansView.Sockets)
            .Where(row => row.Text("name") == "connect").Sum(row => row.Number("count"));
        return SpanRows.Groups(trace, SpansView.HttpClient)
            .GroupBy(row => SpanRows.HostOf(row.Text("target")))
            .Select(rows => (Host: rows.Key, Rows: rows.Where(row => row.Number("queuedCount") > 0).ToArray()))
            .Where(one => IsExhausted(one.Rows, opened))
            .Select(one => Of(one.Host, one.Rows, opened));
    }

    private static bool IsExhausted(ExaminedRow[] rows, double opened)
    {
        double count = rows.Sum(row => row.Number("queuedCount"));
        double queued = rows.Sum(row => row.Number("queued"));
        return count >= MinQueued && opened < MaxOpened * count && queued >= MinMeanNanoseconds * count
            && queued >= MinShare * rows.Sum(row => row.Number("total"));
    }

    private static Finding Of(string host, ExaminedRow[] rows, double opened)
    {
        double count = rows.Sum(row => row.Number("queuedCount"));
        double queued = rows.Sum(row => row.Number("queued"));
        double total = rows.Sum(row => row.Number("total"));
        string known = host.Length > 0 ? host : "an unknown host";
        return new Finding
        {
            Rule = Rule.Name,
            Headline = $"Calls to {known} wait for a free connection: {ViewText.Count(count)} calls waited "
                + $"{ViewText.Duration(queued / count)} each (mean), {ViewText.Percent(Math.Min(1, queued / total))} "
                + "of the time of all calls.",
            Culprit = host,
            Involved = host.Length > 0 ? [host] : [],
            Severity = FindingSeverity.Warning,
            Confidence = opened > 0 ? FindingConfidence.High : FindingConfidence.Medium,
            Reason = opened > 0
                ? "The trace contains how long each call waited, and that few connections were opened meanwhile."
                : "The trace contains how long each call waited, and no connection that was opened; connections may "
                    + "not be recorded.",
            Impact = Math.Min(1, queued / total),
            Evidence =
            [
                .. rows.Select(row => row.Evidence("queued", "calls waited for a connection")),
                .. rows.Select(row => row.Evidence("queuedCount", "calls waited")),
                rows[0].Evidence("total", "the time of all calls"),
            ],
            NextStep = "Raise MaxConnectionsPerServer, use HTTP/2, or send fewer calls at the same time.",
        };
    }
}
