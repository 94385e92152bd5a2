using Contrail.Analysis.Findings.Comparing;
using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings;

/// <summary>What was found in a trace, and what was looked at. Immutable; safe from any thread.</summary>
/// <param name="Findings">The causes, the most important first; what they cause is in them.</param>
/// <param name="Examined">The rules whose events were recorded for the whole window.</param>
/// <param name="Unexamined">The rules that could not find everything.</param>
/// <param name="Change">How a range of the window differs from the time before it; null if nothing changed.</param>
/// <param name="Context">What the findings refer to.</param>
/// <param name="Extent">The extent of the trace.</param>
internal sealed record FindingReport(
    IReadOnlyList<Finding> Findings,
    IReadOnlyList<FindingRule> Examined,
    IReadOnlyList<UnexaminedRule> Unexamined,
    WindowChange? Change,
    TraceContext Context,
    TraceExtent Extent)
{
    /// <summary>The answers of the views, by their names.</summary>
    public required IReadOnlyDictionary<string, ViewResult> Answers { get; init; }

    /// <summary>Whether the window is long enough to find out whether something changed in it.</summary>
    public bool IsChangeKnown { get; init; }
}
