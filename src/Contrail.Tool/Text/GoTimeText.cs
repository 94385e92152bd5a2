using System.Globalization;
using Contrail.Analysis.GoTrace.Summary;
using Contrail.Analysis.Views;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Tool.Text;

/// <summary>
/// Writes the sections of the summary of a Go trace about where the time of the window went, with their places.
/// </summary>
internal static class GoTimeText
{
    /// <summary>Less than this part of the window is not worth a line.</summary>
    private const double MinShare = 0.001;

    /// <summary>The column of the number of goroutines that started in the trace.</summary>
    private const int StartedColumn = 1;

    /// <summary>Adds where the time of the window went; nothing if the window has no duration.</summary>
    public static void Add(Page page, GoTraceSummary summary)
    {
        double window = summary.Window.TotalSeconds;
        string label = "Time";
        foreach (string line in window > 0 ? Lines(summary, window) : [])
        {
            page.Add(label, line);
            label = "";
        }
    }

    /// <summary>Adds the places at which goroutines waited, made system calls and became ready.</summary>
    public static void AddStates(Page page, GoTraceSummary summary)
    {
        PlacesText.Add(
            page, summary.Places, "goroutines", "waiting", "Started in the window and wait at its end:",
            isListed: static row => row[StartedColumn].Integer > 0);
        AddSection(page, summary, "Blocked", "blocking", "Time of all goroutines, by place:", "reason");
        AddSection(page, summary, "Syscalls", "syscalls", "Time of all goroutines, by place:");
        foreach (string headline in summary.Places.Result("scheduling").Headlines)
        {
            page.Add("Scheduling", headline);
        }

        PlacesText.Add(page, summary.Places, "scheduling", "places", "Made ready at:");
    }

    private static IEnumerable<string> Lines(GoTraceSummary summary, double window)
    {
        double stopped = summary.Stops.Sum(stop => stop.Total.TotalSeconds);
        if (stopped > window * MinShare)
        {
            yield return $"{TimeFormat.Percent(stopped, window),7} of the window, all goroutines were stopped "
                + $"({NumberFormat.Seconds(stopped)})";
        }

        IReadOnlyList<ExecutionGroup> groups = summary.Goroutines;
        (string What, double Seconds)[] parts =
        [
            ("ran", groups.Sum(group => group.Running.TotalSeconds)),
            ("were ready to run", groups.Sum(group => group.WaitingToRun.TotalSeconds)),
            ("were in system calls", groups.Sum(group => group.InSyscalls.TotalSeconds)),
        ];
        foreach ((string what, double seconds) in parts)
        {
            if (seconds > window * MinShare)
            {
                string average = (seconds / window).ToString("0.00", CultureInfo.InvariantCulture);
                yield return $"{average,7} goroutines on average {what} ({NumberFormat.Seconds(seconds)} in total)";
            }
        }
    }

    private static void AddSection(
        Page page, GoTraceSummary summary, string label, string view, string title,
        string? name = null)
    {
        ViewTable table = summary.Places.Table(view, "places");
        if (table.Rows.Count == 0)
        {
            page.Add(label, "none");
            return;
        }

        double seconds = table.Rows.Sum(row => row[0].AsNumber) / 1e9;
        string count = NumberFormat.Count(table.Rows.Sum(row => row[1].Integer));
        page.Add(label, $"{count} times, {NumberFormat.Seconds(seconds)} in total");
        PlacesText.Add(page, summary.Places, view, "places", title, name: name);
    }
}
