using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules;

/// <summary>Calls to another service that take most of the time of the requests.</summary>
internal static class SlowDependencyRule
{
    /// <summary>About the time from which a person notices a delay.</summary>
    private const double SlowNanoseconds = 250e6;

    private const int MinCalls = 5;
    private const double MinShare = 0.5;

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "slow-dependency", "slow calls to other services", ModelNeeds.Spans,
        [SpansView.HttpClient, SpansView.Requests], Examine)
    {
        Recording = SpanRows.Recording,
    };

    // Without requests, what waits for the calls is unknown.
    private static IEnumerable<Finding> Examine(ExaminedTrace trace)
    {
        double requests = SpanRows.Total(trace, SpansView.Requests);
        return SpanRows.Groups(trace, SpansView.HttpClient)
            .Where(row => row.Number("count") >= MinCalls && row.Number("p50") >= SlowNanoseconds
                && requests > 0 && row.Number("total") >= MinShare * requests)
            .GroupBy(row => row.Text("target"))
            .Select(rows => Of(trace, rows.First(), requests));
    }

    private static Finding Of(ExaminedTrace trace, ExaminedRow row, double requests)
    {
        double share = Math.Min(1, row.Number("total") / requests);
        ExaminedRow? route = SpanRows.MainRoute(trace);
        string host = SpanRows.HostOf(row.Text("target"));
        return new Finding
        {
            Rule = Rule.Name,
            Headline = $"{SpanRows.NameOf(row)} is slow: a call takes {ViewText.Duration(row.Number("p50"))} (median), "
                + $"{ViewText.Duration(row.Number("p95"))} (95 %). Calls take {ViewText.Percent(share)} of the time of "
                + "requests" + (route is null ? "." : $", most of all of {SpanRows.NameOf(route)}."),
            Culprit = row.Text("target"),
            Involved = host.Length > 0 ? [host] : [],
            Severity = FindingSeverity.Warning,
            Confidence = FindingConfidence.Medium,
            Reason = "The trace contains the calls and the requests; that these requests wait for these calls follows "
                + "from the sums of their times.",
            Impact = share,
            Evidence =
            [
                row.Evidence("total", "the time of all calls"),
                row.Evidence("p50", "of a call, the median"),
                row.Evidence("p95", "95 % of the calls do not take longer"),
                row.Evidence("count", "calls"),
                .. route is null ? (Evidence[])[] : [route.Evidence("total", $"of {SpanRows.NameOf(route)}")],
            ],
            NextStep = "Look at that service: contrail view http-client FILE lists the longest calls with their trace "
                + "ids. Set a time limit, or keep results.",
        };
    }
}
