using Contrail.Analysis.Findings.Comparing;
using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;
using Contrail.Tool.Files;
using Spectre.Console;

namespace Contrail.Tool.Text;

/// <summary>Writes what differs between an incident and the time before it, or between two files, as a page.</summary>
internal static class ComparisonPage
{
    private const int MaxShown = 20;

    private const string OtherFile = "If the whole window is of the incident, compare it with a file of a healthy "
        + "time: contrail compare HEALTHY FILE.";

    /// <summary>Writes a page.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="found">What differs.</param>
    public static void Write(IAnsiConsole console, TraceComparison found)
    {
        LineOutput lines = new(console);
        if (found.Change is not { } change)
        {
            lines.Wrapped("", found.IsTooShort
                ? "Unknown: the window is too short for a range and a time before it. To compare a range that you "
                    + "know: --incident FROM..TO."
                : "No significant difference between a range of the window and the time before it, in what was "
                    + "recorded. To compare another range: --incident FROM..TO.");
            lines.Wrapped("", OtherFile);
            return;
        }

        foreach (string line in Legend(found, change))
        {
            lines.Wrapped("", line, Tone.Quiet);
        }

        lines.Line("");
        if (change.Past.Nanoseconds == 0 || change.Incident.Nanoseconds == 0)
        {
            lines.Wrapped("", "Unknown: the file has no time to compare with. Choose a shorter --incident, or compare "
                + "with a file of a healthy time: contrail compare HEALTHY FILE.");
            return;
        }

        WriteDifferences(lines, found, change);
        if (change.RejectedCount > 0)
        {
            lines.Wrapped("", $"Not compared: {Page.Counted(change.RejectedCount, "value")} of further places, types "
                + "and names: there are too many different ones.");
        }
    }

    // Of two files, either may be the later one.
    private static IEnumerable<string> Legend(TraceComparison found, WindowChange change)
    {
        string incident = RangeOf(change.Incident, found.Extent);
        string past = RangeOf(change.Past, found.PastExtent);
        return found.Files is var (usual, other)
            ? [$"A  {NameOf(usual)}: {past}", $"B  {NameOf(other)}: {incident}"]
            : [$"Incident  {incident}", $"{(IsAfter(change) ? "After   " : "Before  ")}  {past}"];
    }

    private static string NameOf(string path) => TerminalSanitizer.Clean(path);

    private static bool IsAfter(WindowChange change) => change.Past.Start >= change.Incident.End;

    private static void WriteDifferences(LineOutput lines, TraceComparison found, WindowChange change)
    {
        if (change.Differences.Count == 0)
        {
            lines.Wrapped("", "No significant difference in what was recorded.");
            if (found.Files is null)
            {
                lines.Wrapped("", OtherFile);
            }

            return;
        }

        (string now, string usual) = found.Files is null ? ("", IsAfter(change) ? "after" : "before") : ("B", "A");
        for (int index = 0; index < Math.Min(MaxShown, change.Differences.Count); index++)
        {
            string text = DifferenceText.Of(change.Differences[index], change.HasGoroutines, now, usual);
            lines.Wrapped("", $"{index + 1,3}. {text}");
        }

        if (change.Differences.Count > MaxShown)
        {
            lines.Line($"     … {Page.Counted(change.Differences.Count - MaxShown, "more difference")}", Tone.Quiet);
        }
    }

    private static string RangeOf(TimeRange range, TraceExtent extent)
    {
        CellText cells = new(extent);
        string length = NumberFormat.Seconds(range.Nanoseconds / 1e9);
        return $"{length}, {cells.Of(ViewUnit.Time, range.Start)} to {cells.Of(ViewUnit.Time, range.End)}"
            + (extent.StartUtc is null ? "" : " UTC");
    }
}
