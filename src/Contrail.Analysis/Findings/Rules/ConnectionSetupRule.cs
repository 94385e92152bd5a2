using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules;

/// <summary>Name lookups and TLS handshakes that take much of the time of HTTP calls.</summary>
internal static class ConnectionSetupRule
{
    private const int MinCount = 5;
    private const double MinShare = 0.1;
    private const double MinMedianNanoseconds = 5e6;

    /// <summary>A lookup without an answer takes seconds, so that few matter.</summary>
    private const double LongNanoseconds = 1e9;

    /// <summary>The rule about handshakes.</summary>
    public static FindingRule Tls { get; } = new(
        "slow-tls", "TLS handshakes that delay calls", ModelNeeds.Spans, [SpansView.DnsTls, SpansView.HttpClient],
        trace => Examine(trace, "handshake", "slow-tls"))
    {
        Recording = SpanRows.Recording,
    };

    /// <summary>The rule about lookups.</summary>
    public static FindingRule Dns { get; } = new(
        "slow-dns", "name lookups that delay calls", ModelNeeds.Spans, [SpansView.DnsTls, SpansView.HttpClient],
        trace => Examine(trace, "lookup", "slow-dns"))
    {
        Recording = SpanRows.Recording,
    };

    // A handshake without a target is one with a client.
    private static IEnumerable<Finding> Examine(ExaminedTrace trace, string name, string rule)
    {
        foreach (ExaminedRow row in SpanRows.Groups(trace, SpansView.DnsTls)
            .Where(row => row.Text("name") == name && row.IsKnown("target")
                && ((row.Number("count") >= MinCount && row.Number("p50") >= MinMedianNanoseconds)
                    || row.Number("p50") >= LongNanoseconds)))
        {
            ExaminedRow[] calls = CallsTo(row.Text("target"), trace);
            double total = calls.Sum(call => call.Number("total"));
            if (total > 0 && row.Number("total") >= MinShare * total)
            {
                yield return Of(row, calls, total, rule);
            }
        }
    }

    private static ExaminedRow[] CallsTo(string host, ExaminedTrace trace) =>
    [
        .. SpanRows.Groups(trace, SpansView.HttpClient)
            .Where(call => SpanRows.HostOf(call.Text("target")).Equals(host, StringComparison.OrdinalIgnoreCase)),
    ];

    private static Finding Of(ExaminedRow row, ExaminedRow[] calls, double total, string rule)
    {
        bool isTls = rule == Tls.Name;
        string host = row.Text("target");
        double share = Math.Min(1, row.Number("total") / total);
        double count = calls.Sum(call => call.Number("count"));
        string what = isTls ? $"TLS handshakes with {host}" : $"Name lookups of {host}";
        return new Finding
        {
            Rule = rule,
            Headline = $"{what} take {ViewText.Percent(share)} of the time of HTTP calls to it: "
                + $"{ViewText.Count(row.Number("count"))} in {ViewText.Count(count)} calls, "
                + $"{ViewText.Duration(row.Number("p50"))} each (median), "
                + $"{ViewText.Duration(row.Number("p95"))} (95 %).",
            Culprit = host,
            Involved = [host],
            Severity = FindingSeverity.Warning,
            Confidence = FindingConfidence.High,
            Reason = $"The trace contains each {(isTls ? "handshake" : "lookup")} and each call.",
            Impact = share,
            Evidence =
            [
                row.Evidence("total", isTls ? "the time of all handshakes" : "the time of all lookups"),
                row.Evidence("count", isTls ? "handshakes" : "lookups"),
                row.Evidence("p50", "of one, the median"),
                row.Evidence("failed", "failed"),
                calls[0].Evidence("total", $"of all calls of {SpanRows.NameOf(calls[0])}"),
            ],
            NextStep = isTls
                ? "Keep connections: use one HttpClient for all calls, or IHttpClientFactory."
                : "Look at the name servers of this machine (/etc/resolv.conf), and keep connections open for longer.",
        };
    }
}
