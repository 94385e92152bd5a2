using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules;

/// <summary>
/// Calls to another service that take most of the time of the requests, without the wait for a connection: the service
/// does not cause that.
/// </summary>
internal static class SlowDependencyRule
{
    /// <summary>About the time from which a person notices a delay.</summary>
    private const double SlowNanoseconds = 250e6;

    private const int MinCalls = 5;
    private const double MinShare = 0.5;

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "slow-dependency", "slow calls to other services", ModelNeeds.Spans,
        [.. ConnectionPoolRule.Rule.Views, SpansView.Requests], Examine)
    {
        Recording = SpanRows.Recording,
    };

    // Without requests, what waits for the calls is unknown. The method of a call that had not ended is unknown, so
    // that calls to one target may be in two rows.
    private static IEnumerable<Finding> Examine(ExaminedTrace trace)
    {
        double requests = SpanRows.Total(trace, SpansView.Requests);
        return requests <= 0
            ? []
            : SpanRows.Groups(trace, SpansView.HttpClient)
                .GroupBy(row => row.Text("target"))
                .Select(rows => rows.ToArray())
                .Where(rows => rows.Sum(row => row.Number("count")) >= MinCalls
                    && rows[0].Number(TimeOf(rows[0], "50")) >= SlowNanoseconds
                    && rows.Sum(ServiceNanoseconds) >= MinShare * requests
                    && !ConnectionPoolRule.IsQueueTheCause(trace, rows[0].Text("target")))
                .Select(rows => Of(trace, rows, requests));
    }

    private static double ServiceNanoseconds(ExaminedRow row) => row.Number("total") - row.Number("queued");

    // Of calls that had not ended, the wait for a connection may be unknown: then the whole duration is what is known.
    private static string TimeOf(ExaminedRow row, string percent) =>
        row.IsKnown("serviceP50") ? $"serviceP{percent}" : $"p{percent}";

    private static string WaitOf(ExaminedRow[] rows) =>
        !rows[0].IsKnown("serviceP50") ? " until the end of the window, a wait for a connection included"
        : rows.Any(row => row.IsKnown("queued")) ? " without the wait for a connection"
        : "";

    private static Finding Of(ExaminedTrace trace, ExaminedRow[] rows, double requests)
    {
        ExaminedRow row = rows[0];
        double share = Math.Min(1, rows.Sum(ServiceNanoseconds) / requests);
        ExaminedRow? route = SpanRows.MainRoute(trace);
        return new Finding
        {
            Rule = Rule.Name,
            Headline = $"{SpanRows.NameOf(row)} is slow: a call takes "
                + $"{ViewText.Duration(row.Number(TimeOf(row, "50")))} (median), "
                + $"{ViewText.Duration(row.Number(TimeOf(row, "95")))} (95 %){WaitOf(rows)}. Calls take "
                + $"{ViewText.Percent(share)} of the time of requests"
                + (route is null ? "." : $", most of all of {SpanRows.NameOf(route)}."),
            Culprit = row.Text("target"),
            Involved = SpanRows.ServiceOf(row.Text("target")),
            Severity = FindingSeverity.Warning,
            Confidence = FindingConfidence.Medium,
            Reason = "The trace contains the calls and the requests; that these requests wait for these calls follows "
                + "from the sums of their times.",
            Impact = share,
            UsualNanoseconds = row.Number(TimeOf(row, "50")),
            Evidence =
            [
                .. rows.Select(one => one.Evidence("total", $"the time of all calls named {one.Text("name")}")),
                .. rows.Where(one => one.IsKnown("queued"))
                    .Select(one => one.Evidence("queued", $"calls named {one.Text("name")} waited for a connection")),
                row.Evidence(TimeOf(row, "50"), "of a call, the median"),
                row.Evidence(TimeOf(row, "95"), "95 % of the calls do not take longer"),
                .. rows.Select(one => one.Evidence("count", $"calls named {one.Text("name")}")),
                .. route is null ? (Evidence[])[] : [route.Evidence("total", $"of {SpanRows.NameOf(route)}")],
            ],
            NextStep = "Look at that service: contrail view http-client FILE lists the longest calls with their trace "
                + "ids. Set a time limit, or keep results.",
        };
    }
}
