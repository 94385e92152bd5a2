using Contrail.Analysis.Findings;

namespace Contrail.Tool.Text;

/// <summary>Reports what was looked for in a trace, and what could not be found in it.</summary>
internal static class FindingCoverageText
{
    /// <summary>
    /// The lines: the verdict if nothing was found, what to record so that more can be found, and what was looked for.
    /// </summary>
    public static IEnumerable<string> Lines(FindingReport report)
    {
        if (report is { Findings.Count: 0, Examined.Count: > 0 })
        {
            yield return "No finding in what was recorded.";
        }

        foreach (bool isUnknown in (bool[])[true, false])
        {
            foreach (IGrouping<string, UnexaminedRule> group in report.Unexamined
                .Where(one => !one.IsPartial && one.IsUnknown == isUnknown)
                .GroupBy(one => one.Rule.RecordingOf(report.Context)))
            {
                string what = isUnknown
                    ? "The file does not list what was recorded, so silence proves nothing about"
                    : "Not recorded";
                string how = group.Key.Length == 0 ? ""
                    : report.Context.HasGoroutines ? $" To look for it, {group.Key}."
                    : $" To look for it, record with {group.Key}.";
                yield return $"{what}: {Listed(group.Select(one => one.Rule))}.{how}";
            }
        }

        FindingRule[] partial = [.. report.Unexamined.Where(one => one.IsPartial).Select(one => one.Rule)];
        if (partial.Length > 0)
        {
            yield return "Recorded in a part of the window only: " + Listed(partial) + ".";
        }

        if (report.Examined.Count > 0)
        {
            yield return "Looked for: " + Listed(report.Examined) + ".";
        }
    }

    private static string Listed(IEnumerable<FindingRule> rules) =>
        string.Join("; ", rules.Select(rule => rule.Looked));
}
