using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules;

/// <summary>Collections find many objects that must be finalized before their memory is free.</summary>
internal static class FinalizerBacklogRule
{
    private const double MinObjects = 5_000;
    private const double ManyObjects = 500_000;
    private const int MinStates = 3;

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "finalizer-backlog", "many objects with finalizers", ModelNeeds.HeapStates,
        [HeapView.Description], Examine);

    private static IEnumerable<Finding> Examine(ExaminedTrace trace)
    {
        ExaminedRow[] byCount =
            [.. trace.Rows(HeapView.Description, "states").OrderBy(row => row.Number("finalization"))];
        if (byCount.Length >= MinStates && byCount[byCount.Length / 2].Number("finalization") >= MinObjects)
        {
            yield return Of(trace, byCount[byCount.Length / 2], byCount[^1]);
        }
    }

    private static Finding Of(ExaminedTrace trace, ExaminedRow median, ExaminedRow most)
    {
        ExaminedRow? type = trace.FirstRow(HeapView.Description, HeapView.FinalizedName);
        type = type?.IsKnown("type") == true ? type : null;
        return new Finding
        {
            Rule = Rule.Name,
            Headline = $"Each collection kept {ViewText.Count(median.Number("finalization"))} objects (median) because "
                + "their finalizers had not run"
                + (type is null
                    ? "."
                    : $"; those of {type.Text("type")} run the most, {ViewText.Count(type.Number("rate"))} a second."),
            Culprit = type?.Text("type") ?? "",
            Involved = type is null ? [] : [type.Text("type")],
            Severity = FindingSeverity.Warning,
            Confidence = type is null ? FindingConfidence.Medium : FindingConfidence.High,
            Reason = type is null
                ? "The trace contains their number, not their types."
                : "The trace contains their number, and each finalizer that runs with its type.",
            Impact = Math.Min(1, median.Number("finalization") / ManyObjects),
            Evidence =
            [
                median.Evidence("finalization", "objects that waited for their finalizer, the median"),
                most.Evidence("finalization", "at most"),
                .. type is null
                    ? Array.Empty<Evidence>()
                    : [type.Evidence("count", $"finalizers of {type.Text("type")} that ran")],
            ],
            Surer = type is null ? "Record with --profile gc: it shows the types." : "",
            NextStep = "Dispose these objects, so that their finalizers are suppressed.",
        };
    }
}
