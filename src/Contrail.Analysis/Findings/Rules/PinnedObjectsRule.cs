using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules;

/// <summary>Many pinned objects, around which the collector cannot compact.</summary>
internal static class PinnedObjectsRule
{
    private const double MinPinned = 1_000;
    private const double ManyPinned = 100_000;
    private const int MinStates = 3;

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "pinned-objects", "many pinned objects", ModelNeeds.HeapStates, [HeapView.Description], Examine);

    private static IEnumerable<Finding> Examine(ExaminedTrace trace)
    {
        ExaminedRow[] byCount =
            [.. trace.Rows(HeapView.Description, "states").OrderBy(row => row.Number("pinnedObjects"))];
        if (byCount.Length >= MinStates && byCount[byCount.Length / 2].Number("pinnedObjects") >= MinPinned)
        {
            yield return Of(byCount[byCount.Length / 2], byCount[^1]);
        }
    }

    private static Finding Of(ExaminedRow median, ExaminedRow most) => new()
    {
        Rule = Rule.Name,
        Headline = $"Collections met {ViewText.Count(median.Number("pinnedObjects"))} pinned objects (median): they "
            + "cannot be moved, so the heap cannot be compacted.",
        Culprit = "",
        Severity = FindingSeverity.Warning,
        Confidence = FindingConfidence.Medium,
        Reason = "The trace contains the number at each collection, not the code that pins them.",
        Impact = Math.Min(1, median.Number("pinnedObjects") / ManyPinned),
        Evidence =
        [
            median.Evidence("pinnedObjects", "pinned objects, the median of all collections"),
            most.Evidence("pinnedObjects", "at most"),
            most.Evidence("total", "size of the heap then"),
        ],
        NextStep = "Allocate pinned buffers once (GC.AllocateArray with pinned: true), and free GCHandles.",
    };
}
