using Contrail.Analysis.Findings;

namespace Contrail.Tool.Text;

/// <summary>Reports what was looked for in a trace, and what could not be found in it.</summary>
internal static class FindingCoverageText
{
    /// <summary>The lines: what was looked for, for what a part was recorded, and for what nothing was.</summary>
    public static IEnumerable<string> Lines(FindingReport report)
    {
        if (report.Examined.Count > 0)
        {
            string verdict = report.Findings.Count == 0 ? "No finding. Looked for: " : "Looked for: ";
            yield return verdict + Listed(report.Examined) + ".";
        }

        FindingRule[] partial = [.. report.Unexamined.Where(one => one.IsPartial).Select(one => one.Rule)];
        if (partial.Length > 0)
        {
            yield return "Recorded in a part of the window only: " + Listed(partial) + ".";
        }

        FindingRule[] unknown =
            [.. report.Unexamined.Where(one => one is { IsUnknown: true, IsPartial: false }).Select(one => one.Rule)];
        if (unknown.Length > 0)
        {
            yield return "The file does not list what was recorded, so silence proves nothing about: "
                + Listed(unknown) + ".";
        }

        foreach (IGrouping<string, UnexaminedRule> group in report.Unexamined
            .Where(one => one is { IsUnknown: false, IsPartial: false }).GroupBy(one => one.Rule.Recording))
        {
            string how = group.Key.Length > 0 ? $" To record it: {group.Key}." : "";
            yield return $"Not recorded: {Listed(group.Select(one => one.Rule))}.{how}";
        }
    }

    private static string Listed(IEnumerable<FindingRule> rules) =>
        string.Join("; ", rules.Select(rule => rule.Looked));
}
