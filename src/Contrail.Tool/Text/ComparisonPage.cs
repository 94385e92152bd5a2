using Contrail.Analysis.Findings.Comparing;
using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;
using Spectre.Console;

namespace Contrail.Tool.Text;

/// <summary>Writes what differs between an incident and the time before it as a page.</summary>
internal static class ComparisonPage
{
    private const int MaxShown = 20;

    /// <summary>Writes a page.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="change">What differs; null if nothing in the window differs from the rest.</param>
    /// <param name="extent">The extent of the file with the incident.</param>
    /// <param name="pastExtent">The extent of the file with the past.</param>
    public static void Write(IAnsiConsole console, WindowChange? change, TraceExtent extent, TraceExtent pastExtent)
    {
        LineOutput lines = new(console);
        if (change is null)
        {
            lines.Wrapped("", "No significant difference between the end of the window and the time before it, in what "
                + "was recorded. To compare another range: --incident FROM..TO.");
            return;
        }

        lines.Wrapped("", "Incident  " + RangeOf(change.Incident, extent), Tone.Quiet);
        lines.Wrapped("", "Past      " + RangeOf(change.Past, pastExtent), Tone.Quiet);
        lines.Line("");
        if (change.Past.Nanoseconds == 0 || change.Incident.Nanoseconds == 0)
        {
            lines.Wrapped("", "Unknown: the file has no time to compare with. Choose a shorter --incident.");
            return;
        }

        WriteDifferences(lines, change);
        if (change.RejectedCount > 0)
        {
            lines.Wrapped("", $"Not compared: {Page.Counted(change.RejectedCount, "value")} of further places, types "
                + "and names: there are too many different ones.");
        }
    }

    private static void WriteDifferences(LineOutput lines, WindowChange change)
    {
        if (change.Differences.Count == 0)
        {
            lines.Wrapped("", "No significant difference in what was recorded.");
            return;
        }

        for (int index = 0; index < Math.Min(MaxShown, change.Differences.Count); index++)
        {
            lines.Wrapped("", $"{index + 1,3}. {DifferenceText.Of(change.Differences[index], change.HasGoroutines)}");
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
