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

    private const double MinAwaitedNanoseconds = 50e6;
    private const double MaxRatio = 2;

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
        ILookup<string, ExaminedRow> byHost = SpanRows.Groups(trace, SpansView.HttpClient)
            .ToLookup(call => SpanRows.HostOf(call.Text("target")), StringComparer.OrdinalIgnoreCase);
        foreach (ExaminedRow row in SpanRows.Groups(trace, SpansView.DnsTls)
            .Where(row => row.Text("name") == name && row.IsKnown("target")))
        {
            ExaminedRow[] calls = [.. byHost[row.Text("target")]];
            double total = calls.Sum(call => call.Number("total"));
            if (IsSlow(row) && total > 0 && row.Number("total") >= MinShare * total)
            {
                yield return Of(row, calls, total, rule);
            }
            else if (IsAwaited(row, calls))
            {
                yield return Awaited(row, calls, rule);
            }
        }
    }

    private static bool IsSlow(ExaminedRow row) =>
        (row.Number("count") >= MinCount && row.Number("p50") >= MinMedianNanoseconds)
        || row.Number("p50") >= LongNanoseconds;

    // Many calls can wait for one connection: those that do wait about as long as one takes.
    private static bool IsAwaited(ExaminedRow row, ExaminedRow[] calls)
    {
        double count = calls.Sum(call => call.Number("queuedCount"));
        double queued = calls.Sum(call => call.Number("queued"));
        double one = row.Number("p50");
        return count >= MinCount && one >= MinAwaitedNanoseconds
            && queued > count * one / MaxRatio && queued < count * one * MaxRatio
            && queued >= MinShare * calls.Sum(call => call.Number("total"));
    }

    private static Finding Of(ExaminedRow row, ExaminedRow[] calls, double total, string rule)
    {
        bool isTls = rule == Tls.Name;
        string host = row.Text("target");
        double share = Math.Min(1, row.Number("total") / total);
        double count = calls.Sum(call => call.Number("count"));
        return new Finding
        {
            Rule = rule,
            Headline = $"{WhatOf(host, rule)} take {ViewText.Percent(share)} of the time of HTTP calls to it: "
                + $"{ViewText.Count(row.Number("count"))} in {ViewText.Count(count)} calls, "
                + $"{ViewText.Duration(row.Number("p50"))} each (median), "
                + $"{ViewText.Duration(row.Number("p95"))} (95 %).",
            Culprit = host,
            Involved = [host],
            Severity = FindingSeverity.Warning,
            Confidence = FindingConfidence.High,
            Reason = $"The trace contains each {(isTls ? "handshake" : "lookup")} and each call.",
            Impact = share,
            UsualNanoseconds = row.Number("p50"),
            Evidence =
            [
                row.Evidence("total", isTls ? "the time of all handshakes" : "the time of all lookups"),
                row.Evidence("count", isTls ? "handshakes" : "lookups"),
                row.Evidence("p50", "of one, the median"),
                row.Evidence("failed", "failed"),
                calls[0].Evidence("total", $"of all calls of {SpanRows.NameOf(calls[0])}"),
            ],
            NextStep = NextStep(isTls),
        };
    }

    private static Finding Awaited(ExaminedRow row, ExaminedRow[] calls, string rule)
    {
        double count = calls.Sum(call => call.Number("queuedCount"));
        double queued = calls.Sum(call => call.Number("queued"));
        double share = Math.Min(1, queued / calls.Sum(call => call.Number("total")));
        string host = row.Text("target");
        return new Finding
        {
            Rule = rule,
            Headline = $"{WhatOf(host, rule)} delay HTTP calls to it: {ViewText.Count(count)} calls waited "
                + $"{ViewText.Duration(queued / count)} each (mean) for a connection, {ViewText.Percent(share)} of "
                + $"their time, about as long as one takes ({ViewText.Duration(row.Number("p50"))}, median of "
                + $"{ViewText.Count(row.Number("count"))}).",
            Culprit = host,
            Involved = [host],
            Severity = FindingSeverity.Warning,
            Confidence = FindingConfidence.Medium,
            Reason = "The trace contains how long each call waited, and not for which connection.",
            Impact = share,
            UsualNanoseconds = row.Number("p50"),
            Evidence =
            [
                .. calls.Where(call => call.IsKnown("queued")).SelectMany(call => (Evidence[])
                [
                    call.Evidence("queued", $"calls of {SpanRows.NameOf(call)} waited for a connection"),
                    call.Evidence("queuedCount", "calls waited"),
                ]),
                row.Evidence("p50", "of one, the median"),
                row.Evidence("count", rule == Tls.Name ? "handshakes" : "lookups"),
            ],
            NextStep = NextStep(rule == Tls.Name),
        };
    }

    private static string WhatOf(string host, string rule) =>
        rule == Tls.Name ? $"TLS handshakes with {host}" : $"Name lookups of {host}";

    private static string NextStep(bool isTls) => isTls
        ? "Keep connections: use one HttpClient for all calls, or IHttpClientFactory."
        : "Look at the name servers of this machine (/etc/resolv.conf), and keep connections open for longer.";
}
