using Contrail.Analysis.Findings;
using Contrail.Analysis.Model;
using Spectre.Console;

namespace Contrail.Tool.Text;

/// <summary>Writes the findings with which a summary begins: a line and a place for each.</summary>
internal static class FindingsHead
{
    private const int MaxShown = 5;
    private const string Indent = "  ";
    private const string PlaceIndent = "     at ";

    /// <summary>Writes the findings, and an empty line.</summary>
    public static void Write(IAnsiConsole console, FindingReport report, ISourceLines? lines)
    {
        LineOutput output = new(console);
        StackText stacks = new(report.Context.Stacks, lines);
        output.Line("Findings");
        foreach ((int index, Finding finding) in report.Findings.Take(MaxShown).Index())
        {
            Tone tone = finding.Severity == FindingSeverity.Info ? Tone.Usual : Tone.Warning;
            output.Wrapped(Indent, $"{index + 1}. {FindingsPage.LineOf(finding)}", tone);
            if (!finding.Stack.IsNone)
            {
                output.Wrapped(PlaceIndent, stacks.Chain(finding.Stack));
            }
        }

        output.Wrapped(Indent, LastLine(report), Tone.Quiet);
        output.Line("");
    }

    private static string LastLine(FindingReport report)
    {
        int more = report.Findings.Count - MaxShown;
        string known = report.Findings.Count == 0
            ? Nothing(report)
            : more > 0 ? $"{Page.Counted(more, "more finding")}; evidence and next steps" : "Evidence and next steps";
        return $"{known}: contrail findings FILE";
    }

    private static string Nothing(FindingReport report)
    {
        // A rule without subjects reads what every file has.
        if (report.Examined.All(rule => rule.Subjects == ModelNeeds.None))
        {
            return "Unknown, because the events were not recorded, or the file does not list them";
        }

        string unknown = report.Unexamined.Count == 0
            ? ""
            : $"; of {report.Unexamined.Count} more the events were not, or not always, recorded";
        return $"None of {Page.Counted(report.Examined.Count, "cause")}{unknown}";
    }
}
