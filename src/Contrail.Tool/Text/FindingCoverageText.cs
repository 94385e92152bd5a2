using Contrail.Analysis.Findings;

namespace Contrail.Tool.Text;

/// <summary>Reports what was looked for in a trace, and what could not be found in it.</summary>
internal static class FindingCoverageText
{
    /// <summary>The verdict if nothing was found; otherwise empty.</summary>
    public static string Verdict(FindingReport report) =>
        report is { Findings.Count: 0, Examined.Count: > 0 } ? "No finding in what was recorded." : "";

    /// <summary>
    /// How many causes were looked for, and for how many the file lacks something: one line, below what was found.
    /// </summary>
    public static string Brief(FindingReport report)
    {
        string examined = $"Looked for {Page.Counted(report.Examined.Count, "cause")}";
        return report.Unexamined.Count == 0
            ? $"{examined}: contrail findings FILE --all lists them."
            : $"{examined} in full. For {report.Unexamined.Count} more the file lacks something, so silence proves "
                + "nothing: contrail findings FILE --all lists all, and what to record.";
    }

    /// <summary>The lines: what to record so that more can be found, and what was looked for.</summary>
    public static IEnumerable<string> Lines(FindingReport report)
    {
        IEnumerable<string> gaps =
        [
            .. Remedied(report, RuleGap.NotRecorded, "Not recorded: "),
            .. Remedied(
                report, RuleGap.Unknown,
                "The file does not show whether this was recorded, so silence proves nothing about: "),
            .. Line(report, RuleGap.PartOfWindow, "Recorded in a part of the window only: "),
            .. Line(report, RuleGap.UnknownPart, "Recorded, but the file does not show for which part of the window: "),
            .. Remedied(
                report, RuleGap.SomeSources, "Recorded from some event sources only, and libraries may use others: "),
        ];
        foreach (string line in gaps)
        {
            yield return line;
        }

        if (report.Examined.Count > 0)
        {
            yield return "Looked for: " + Listed(report.Examined) + ".";
        }
    }

    // What the most causes need comes first.
    private static IEnumerable<string> Remedied(FindingReport report, RuleGap gap, string start) =>
        RulesWith(report, gap).GroupBy(rule => rule.RecordingOf(report.Context))
            .OrderByDescending(rules => rules.Count()).Select(rules =>
            $"{start}{Listed(rules)}." + (rules.Key.Length == 0 ? ""
                : report.Context.HasGoroutines ? $" To look for it, {rules.Key}."
                : $" To look for it, record with {rules.Key}."));

    private static IEnumerable<string> Line(FindingReport report, RuleGap gap, string start) =>
        RulesWith(report, gap) is { Length: > 0 } rules ? [$"{start}{Listed(rules)}."] : [];

    private static FindingRule[] RulesWith(FindingReport report, RuleGap gap) =>
        [.. report.Unexamined.Where(one => one.Gap == gap).Select(one => one.Rule)];

    private static string Listed(IEnumerable<FindingRule> rules) =>
        string.Join("; ", rules.Select(rule => rule.Looked));
}
