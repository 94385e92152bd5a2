using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules;

/// <summary>Requests and HTTP calls that fail. What the sending side cancels is not among them.</summary>
internal static class FailureRule
{
    private const double MinFailures = 5;
    private const double MinShare = 0.05;
    private const double MinCommon = 0.5;
    private const int MaxEvidence = 3;
    private const string ClientErrors = "4";
    private const int StatusChars = 3;

    /// <summary>The rule about requests that the process handles.</summary>
    public static FindingRule Requests { get; } = new(
        "failed-requests", "requests that fail", ModelNeeds.Spans, [SpansView.Requests],
        ExamineRequests)
    {
        Recording = SpanRows.Recording,
    };

    /// <summary>The rule about calls to other services.</summary>
    public static FindingRule Calls { get; } = new(
        "failed-calls", "calls to other services that fail", ModelNeeds.Spans,
        [SpansView.HttpClient, SpansView.Requests],
        trace => FailureGroup.OfCalls(trace).Select(OfCalls).Concat(CanceledCalls.Examine(trace)))
    {
        Recording = SpanRows.Recording,
    };

    /// <summary>Whether so many of all are a finding.</summary>
    public static bool AreMany(double some, double all) => some >= MinFailures && all > 0 && some >= MinShare * all;

    /// <summary>Whether a status is that of an answer such as 404, which may be what the caller expects.</summary>
    public static bool IsClientError(string status) =>
        HasAnswered(status) && status.StartsWith(ClientErrors, StringComparison.Ordinal);

    // A call that fails is the cause if most of the requests that failed have it, and most of those with it failed.
    private static IEnumerable<Finding> ExamineRequests(ExaminedTrace trace)
    {
        ILookup<string, ExaminedRow> withCalls =
            trace.Rows(SpansView.Requests, FailedCalls.Table.Name).ToLookup(SpanRows.NameOf);
        foreach (FailureGroup group in FailureGroup.OfRequests(trace))
        {
            ExaminedRow[] rows = [.. group.Targets.SelectMany(target => withCalls[target])];
            ExaminedRow[] common =
            [
                .. rows.GroupBy(CallOf).Concat(rows.GroupBy(row => HostCalls.HostOf(row.Text("called"))))
                    .Where(same => same.Key.Length > 0 && IsCause(same, group.Failed)).SelectMany(same => same),
            ];
            yield return Of(group, Requests.Name) with
            {
                Involved =
                [
                    .. common.SelectMany(row => (string[])[CallOf(row), HostCalls.HostOf(row.Text("called"))])
                        .Select(SpanRows.FailedCall).Distinct(),
                ],
                Evidence =
                [
                    .. Figures(group),
                    .. common.Distinct().Take(MaxEvidence).Select(row => row.Evidence(
                        "failed", $"of these have a failed or canceled call {CallOf(row)} in their trace")),
                ],
                NextStep = "Look at what throws: contrail view exceptions FILE.",
            };
        }
    }

    private static bool IsCause(IEnumerable<ExaminedRow> same, double failed)
    {
        double both = same.Sum(row => row.Number("failed"));
        return both >= MinCommon * failed && both >= MinCommon * same.Sum(row => row.Number("count"));
    }

    private static string CallOf(ExaminedRow row) => $"{row.Text("call")} {row.Text("called")}".TrimEnd();

    private static bool HasAnswered(string status) => status.Length == StatusChars && status.All(char.IsAsciiDigit);

    private static string WithStatus(ExaminedRow row) => row.Text("status") switch
    {
        "" => "with no known status",
        var status when status.AsSpan().TrimStart('-').ContainsAnyExceptInRange('0', '9') =>
            $"with \"{status.TrimEnd('.')}\"",
        var status => $"with status {status}",
    };

    private static Finding OfCalls(FailureGroup group)
    {
        // What delays calls explains those that end without an answer, and not an answer that reports an error.
        bool hasAnswer = HasAnswered(group.Failures[0].Text("status"));
        IEnumerable<string> failed = group.Targets is [_] ? group.Targets : group.Targets.Concat(group.Hosts);
        return Of(group, Calls.Name) with
        {
            Involved = [.. hasAnswer ? [] : group.Hosts, .. failed.Select(SpanRows.FailedCall)],
            NextStep = "Look at that service, and at what this one does when it does not answer.",
        };
    }

    private static Finding Of(FailureGroup group, string rule)
    {
        ExaminedRow most = group.Failures[0];
        string share = group.Failures.All(row => row.Text("status") == most.Text("status")) ? "all" : "most";
        return new Finding
        {
            Rule = rule,
            Headline = $"{group.Name} {(group.IsPlural ? "fail" : "fails")}: {ViewText.Count(group.Failed)} of "
                + $"{ViewText.Count(group.Count)} ({ViewText.Percent(group.Failed / group.Count)}), {share} "
                + $"{WithStatus(most)}{WorstOf(group)}.",
            Culprit = group.IsPlural ? string.Join(", ", group.Worst.Take(MaxEvidence)) : group.Name,
            Severity = FindingSeverity.Warning,
            Confidence = FindingConfidence.High,
            Reason = "The trace contains how each of them ended.",
            Impact = Math.Min(1, group.Failed / group.Count),
            UsualNanoseconds = most.IsKnown("p50") ? most.Number("p50") : null,
            Evidence = [.. Figures(group)],
            NextStep = "",
        };
    }

    private static string WorstOf(FailureGroup group) => group switch
    {
        { Targets: [_] } => "",
        { IsPlural: true } => $"; the most {(group.Hosts.Count > 1 ? "to " : "")}"
            + string.Join(", ", group.Worst.Take(MaxEvidence)),
        _ => $"; {ViewText.Count(group.Targets.Count)} different ones, the most {group.Targets[0]}",
    };

    private static IEnumerable<Evidence> Figures(FailureGroup group)
    {
        ExaminedRow most = group.Failures[0];
        bool isOne = group.Targets is [_];
        return
        [
            .. (isOne ? group.Failures : group.Failures.Take(MaxEvidence)).Select(row => row.Evidence(
                "count", $"failed {WithStatus(row)}{(isOne ? "" : $": {SpanRows.NameOf(row)}")}")),
            .. most.IsKnown("p50")
                ? (Evidence[])[most.Evidence("p50", $"until one failed {WithStatus(most)}, the median")]
                : [],
            .. group.All.Where(row => isOne || SpanRows.NameOf(row) == SpanRows.NameOf(most)).Take(MaxEvidence)
                .Select(row => row.Evidence("count", $"of {SpanRows.NameOf(row)}")),
        ];
    }
}
