using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules;

/// <summary>Requests and HTTP calls that fail.</summary>
internal static class FailureRule
{
    private const double MinFailures = 5;
    private const double MinShare = 0.05;
    private const string ClientErrors = "4";
    private const int StatusChars = 3;

    /// <summary>The rule about requests that the process handles.</summary>
    public static FindingRule Requests { get; } = new(
        "failed-requests", "requests that fail", ModelNeeds.Spans, [SpansView.Requests],
        trace => Examine(trace, SpansView.Requests, "failed-requests"))
    {
        Recording = SpanRows.Recording,
    };

    /// <summary>The rule about calls to other services.</summary>
    public static FindingRule Calls { get; } = new(
        "failed-calls", "calls to other services that fail", ModelNeeds.Spans, [SpansView.HttpClient],
        trace => Examine(trace, SpansView.HttpClient, "failed-calls"))
    {
        Recording = SpanRows.Recording,
    };

    private static IEnumerable<Finding> Examine(ExaminedTrace trace, ViewDescription view, string rule)
    {
        foreach (IGrouping<string, ExaminedRow> failures in trace.Rows(view, SpansView.FailuresName)
            .Where(row => !IsClientError(row.Text("status"))).GroupBy(SpanRows.NameOf))
        {
            double failed = failures.Sum(row => row.Number("count"));
            ExaminedRow[] all = [.. SpanRows.Groups(trace, view).Where(row => SpanRows.NameOf(row) == failures.Key)];
            double count = all.Sum(row => row.Number("count"));
            if (failed >= MinFailures && count > 0 && failed >= MinShare * count)
            {
                yield return Of([.. failures], failed, count, rule);
            }
        }
    }

    // An answer such as 404 may be what the caller expects.
    private static bool IsClientError(string status) =>
        status.Length == StatusChars && status.StartsWith(ClientErrors, StringComparison.Ordinal);

    private static Finding Of(ExaminedRow[] failures, double failed, double count, string rule)
    {
        ExaminedRow most = failures[0];
        string name = SpanRows.NameOf(most);
        string status = most.Text("status") is { Length: > 0 } known ? $"status {known}" : "no known status";
        string host = SpanRows.HostOf(most.Text("target"));
        return new Finding
        {
            Rule = rule,
            Headline = $"{name} fails: {ViewText.Count(failed)} of {ViewText.Count(count)} "
                + $"({ViewText.Percent(failed / count)}), most with {status}.",
            Culprit = name,
            Involved = host.Length > 0 ? [name, host] : [name],
            Severity = FindingSeverity.Warning,
            Confidence = FindingConfidence.High,
            Reason = "The trace contains how each of them ended.",
            Impact = Math.Min(1, failed / count),
            Evidence =
            [
                .. failures.Select(row => row.Evidence(
                    "count", row.IsKnown("status") ? $"failed with status {row.Text("status")}" : "failed")),
            ],
            NextStep = rule == Requests.Name
                ? "Look at what throws: contrail view exceptions FILE."
                : "Look at that service, and at what this one does when it does not answer.",
        };
    }
}
