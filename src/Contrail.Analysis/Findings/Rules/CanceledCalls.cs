using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules;

/// <summary>
/// Calls that this process canceled: an observation. The service called did not fail them, and may not have received
/// them.
/// </summary>
internal static class CanceledCalls
{
    /// <summary>Returns an observation for each target of which many calls were canceled.</summary>
    public static IEnumerable<Finding> Examine(ExaminedTrace trace) =>
        SpanRows.Groups(trace, SpansView.HttpClient)
            .Where(row => FailureRule.AreMany(row.Number("canceled"), row.Number("count")))
            .Select(row => Of(trace, row));

    private static Finding Of(ExaminedTrace trace, ExaminedRow row)
    {
        double canceled = row.Number("canceled");
        double share = canceled / row.Number("count");
        string name = SpanRows.NameOf(row);
        return new Finding
        {
            Rule = FailureRule.Calls.Name,
            Headline = $"This process canceled {ViewText.Count(canceled)} of {ViewText.Count(row.Number("count"))} "
                + $"calls ({ViewText.Percent(share)}) of {name}.",
            Culprit = name,
            Involved = SpanRows.ServiceOf(row.Text("target")),
            Severity = FindingSeverity.Info,
            Confidence = FindingConfidence.High,
            Reason = "The trace contains how each of them ended, and not why the code that sent them canceled them.",
            Impact = share,
            Evidence =
            [
                row.Evidence("canceled", "calls were canceled"),
                row.Evidence("count", "calls in all"),
                .. SpanRows.Groups(trace, SpansView.Requests).Where(request => request.Number("canceled") > 0)
                    .Select(request => request.Evidence(
                        "canceled", $"of {SpanRows.NameOf(request)}: the client left before the response")),
            ],
            NextStep = "Find what takes so long that clients leave or a time limit of this process ends the calls.",
        };
    }
}
