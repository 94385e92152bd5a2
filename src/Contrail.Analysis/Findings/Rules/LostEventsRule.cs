using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules;

/// <summary>Events that are missing: what the other findings count is less than what happened.</summary>
internal static class LostEventsRule
{
    private const double MinLost = 100;
    private const double ManyLost = 1_000_000;

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "lost-events", "lost events", ModelNeeds.None, [LossesView.Description], Examine);

    private static IEnumerable<Finding> Examine(ExaminedTrace trace)
    {
        ExaminedRow[] losses =
        [
            .. trace.Rows(LossesView.Description, "losses")
                .Where(row => row.Text("reason") == nameof(LossReason.RuntimeDropped)),
        ];
        double lost = losses.Sum(row => row.Number("count"));
        if (lost >= MinLost)
        {
            yield return new Finding
            {
                Rule = Rule.Name,
                Headline = $"The runtime dropped {ViewText.Count(lost)} events: figures of findings and views are "
                    + "lower bounds.",
                Culprit = "",
                Severity = FindingSeverity.Info,
                Confidence = FindingConfidence.High,
                Reason = "The numbers of the events show how many are missing.",
                Impact = Math.Min(1, lost / ManyLost),
                Evidence = [.. losses.Take(3).Select(row => row.Evidence("count", "events were dropped"))],
                NextStep = "Record fewer events (a smaller profile), or use a larger buffer of the runtime.",
            };
        }
    }
}
