using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules;

/// <summary>
/// Calls that this process canceled. Whether the service called would have answered is unknown. If no client left, and
/// they ended after a long or the same time, a time limit of this process ended them, for which the service was too
/// slow. Otherwise they are an observation.
/// </summary>
internal static class CanceledCalls
{
    private const double LongNanoseconds = 1e9;
    private const double ShortNanoseconds = 50e6;
    private const double Alike = 1.2;
    private const int MaxEvidence = 3;

    private const string Fits =
        "; the time until then, and that no client is known to have left, fit a time limit of this process.";

    /// <summary>Returns a finding for each target of which many calls were canceled.</summary>
    public static IEnumerable<Finding> Examine(ExaminedTrace trace)
    {
        ExaminedRow[] left =
            [.. SpanRows.Groups(trace, SpansView.Requests).Where(request => request.Number("canceled") > 0)];
        return SpanRows.Groups(trace, SpansView.HttpClient)
            .Where(row => FailureRule.AreMany(row.Number("canceled"), row.Number("count")))
            .Select(row => Of(row, left));
    }

    private static Finding Of(ExaminedRow row, ExaminedRow[] left)
    {
        double share = row.Number("canceled") / row.Number("count");
        string name = SpanRows.NameOf(row);
        bool isLimit = left.Length == 0 && AreLimited(row);
        return new Finding
        {
            Rule = FailureRule.Calls.Name,
            Headline = $"This process canceled {ViewText.Count(row.Number("canceled"))} of "
                + $"{ViewText.Count(row.Number("count"))} calls ({ViewText.Percent(share)}) of {name}"
                + (isLimit ? $" after about {ViewText.Duration(row.Number("canceledP50"))} (median)." : "."),
            Culprit = name,
            Involved = [.. SpanRows.ServiceOf(row.Text("target")), SpanRows.FailedCall(name)],
            Severity = isLimit ? FindingSeverity.Warning : FindingSeverity.Info,
            Confidence = isLimit ? FindingConfidence.Medium : FindingConfidence.High,
            Reason = "The trace contains how each of them ended, and not why the code that sent them canceled them"
                + (isLimit ? Fits : "."),
            Impact = share,
            UsualNanoseconds = row.Number("canceledP50"),
            Evidence =
            [
                row.Evidence("canceled", "calls were canceled"),
                row.Evidence("count", "calls in all"),
                row.Evidence("canceledP50", "until one was canceled, the median"),
                row.Evidence("canceledP95", "95 % of the canceled calls do not take longer"),
                .. left.Take(MaxEvidence).Select(request => request.Evidence(
                    "canceled", $"of {SpanRows.NameOf(request)}: the client left before the response")),
            ],
            NextStep = isLimit
                ? "Look at why that service does not answer in this time, and at the time limit (CancelAfter, a "
                    + "timeout of a resilience library)."
                : "Find what takes so long that clients leave or a time limit of this process ends the calls.",
        };
    }

    private static bool AreLimited(ExaminedRow row)
    {
        double median = row.Number("canceledP50");
        return median >= LongNanoseconds
            || (median >= ShortNanoseconds && row.Number("canceledP95") <= Alike * median);
    }
}
