using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules;

/// <summary>Requests and HTTP calls that fail. What the sending side cancels is not among them.</summary>
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
        "failed-calls", "calls to other services that fail", ModelNeeds.Spans,
        [SpansView.HttpClient, SpansView.Requests],
        trace => Examine(trace, SpansView.HttpClient, "failed-calls").Concat(CanceledCalls.Examine(trace)))
    {
        Recording = SpanRows.Recording,
    };

    /// <summary>Whether so many of all are a finding.</summary>
    public static bool AreMany(double some, double all) => some >= MinFailures && all > 0 && some >= MinShare * all;

    private static IEnumerable<Finding> Examine(ExaminedTrace trace, ViewDescription view, string rule)
    {
        foreach (IGrouping<string, ExaminedRow> failures in trace.Rows(view, SpansView.FailuresName)
            .Where(row => !IsClientError(row.Text("status"))).GroupBy(SpanRows.NameOf))
        {
            double failed = failures.Sum(row => row.Number("count"));
            ExaminedRow[] all = [.. SpanRows.Groups(trace, view).Where(row => SpanRows.NameOf(row) == failures.Key)];
            double count = all.Sum(row => row.Number("count"));
            if (AreMany(failed, count))
            {
                yield return Of([.. failures], all, rule);
            }
        }
    }

    // An answer such as 404 may be what the caller expects.
    private static bool IsClientError(string status) =>
        HasAnswered(status) && status.StartsWith(ClientErrors, StringComparison.Ordinal);

    private static bool HasAnswered(string status) => status.Length == StatusChars && status.All(char.IsAsciiDigit);

    private static string WithStatus(ExaminedRow row) => row.Text("status") switch
    {
        "" => "with no known status",
        var status when status.AsSpan().TrimStart('-').ContainsAnyExceptInRange('0', '9') =>
            $"with \"{status.TrimEnd('.')}\"",
        var status => $"with status {status}",
    };

    private static Finding Of(ExaminedRow[] failures, ExaminedRow[] all, string rule)
    {
        ExaminedRow most = failures[0];
        string name = SpanRows.NameOf(most);
        double failed = failures.Sum(row => row.Number("count"));
        double count = all.Sum(row => row.Number("count"));

        // What delays calls explains those that end without an answer, and not an answer that reports an error.
        bool hasAnswer = HasAnswered(most.Text("status"));
        return new Finding
        {
            Rule = rule,
            Headline = $"{name} fails: {ViewText.Count(failed)} of {ViewText.Count(count)} "
                + $"({ViewText.Percent(failed / count)}), most {WithStatus(most)}.",
            Culprit = name,
            Involved = hasAnswer ? [] : SpanRows.ServiceOf(most.Text("target")),
            Severity = FindingSeverity.Warning,
            Confidence = FindingConfidence.High,
            Reason = "The trace contains how each of them ended.",
            Impact = Math.Min(1, failed / count),
            UsualNanoseconds = most.IsKnown("p50") ? most.Number("p50") : null,
            Evidence =
            [
                .. failures.Select(row => row.Evidence("count", $"failed {WithStatus(row)}")),
                .. most.IsKnown("p50")
                    ? (Evidence[])[most.Evidence("p50", $"until one failed {WithStatus(most)}, the median")]
                    : [],
                .. all.Select(row => row.Evidence("count", $"of {SpanRows.NameOf(row)}")),
            ],
            NextStep = rule == Requests.Name
                ? "Look at what throws: contrail view exceptions FILE."
                : "Look at that service, and at what this one does when it does not answer.",
        };
    }
}
