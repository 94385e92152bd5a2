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
    // that calls to one target may be in two rows. Each call can have an address of its own: then the host is slow.
    private static IEnumerable<Finding> Examine(ExaminedTrace trace)
    {
        double requests = SpanRows.Total(trace, SpansView.Requests);
        if (requests <= 0)
        {
            return [];
        }

        SlowCalls[] targets =
        [
            .. SpanRows.Groups(trace, SpansView.HttpClient).GroupBy(row => row.Text("target"))
                .Select(rows => SlowCalls.OfTarget([.. rows])).Where(calls => IsSlow(trace, calls, requests)),
        ];
        HashSet<string> found = [.. targets.Select(calls => HostCalls.HostOf(calls.Target))];
        return targets.Concat(trace.Rows(SpansView.HttpClient, HostCalls.Table.Name)
                .Where(row => !found.Contains(row.Text("host")))
                .Select(SlowCalls.OfHost).Where(calls => IsSlow(trace, calls, requests)))
            .Select(calls => Of(trace, calls, requests));
    }

    private static bool IsSlow(ExaminedTrace trace, SlowCalls calls, double requests) =>
        calls.Count >= MinCalls && calls.Median >= SlowNanoseconds
        && (calls.InRequests ?? calls.Service) >= MinShare * requests
        && !ConnectionPoolRule.IsQueueTheCause(trace, calls.Target);

    // Where the trace does not contain which request a call belongs to, it can be that of a worker that polls.
    private static Finding Of(ExaminedTrace trace, SlowCalls calls, double requests)
    {
        bool isKnown = calls.InRequests is not null;
        double share = Math.Min(1, (calls.InRequests ?? calls.Service) / requests);
        ExaminedRow? route = isKnown ? SpanRows.MainRoute(trace) : null;
        string most = route is null ? "" : $", most of all of {SpanRows.NameOf(route)}";
        return new Finding
        {
            Rule = Rule.Name,
            Headline = calls.Headline
                + (isKnown ? $" Calls take {ViewText.Percent(share)} of the time of requests{most}."
                    : " Whether requests wait for these calls is unknown."),
            Culprit = calls.Target,
            Involved = SpanRows.ServiceOf(calls.Target),
            Severity = isKnown ? FindingSeverity.Warning : FindingSeverity.Info,
            Confidence = isKnown ? FindingConfidence.Medium : FindingConfidence.Low,
            Reason = isKnown
                ? "The trace contains the calls and the requests to which they belong, and not whether the service is "
                    + "slow or the way to it."
                : "The trace contains the calls and the requests, without the ids that show which belong together.",
            Impact = share,
            UsualNanoseconds = calls.Median,
            Evidence =
            [
                .. calls.Figures,
                .. route is null ? (Evidence[])[] : [route.Evidence("total", $"of {SpanRows.NameOf(route)}")],
            ],
            Surer = isKnown ? "" : "Record with --profile requests: it contains these ids.",
            NextStep = "Look at that service: contrail view http-client FILE lists the longest calls with their trace "
                + "ids. Set a time limit, or keep results.",
        };
    }
}
