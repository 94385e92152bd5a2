using Contrail.Analysis.NetTrace.Summary;
using Contrail.Analysis.Views.Machine;
using Spectre.Console;

namespace Contrail.Tool.Text;

/// <summary>Writes the section of a summary about where the time of the window went.</summary>
internal static class TimeText
{
    /// <summary>Less than this part of the window is not worth a line.</summary>
    private const double MinShare = 0.001;

    /// <summary>Writes the line with which a summary begins; nothing if only pauses are known.</summary>
    public static void WriteHead(IAnsiConsole console, UsedTimes times)
    {
        if (TimeUseLines.Short(times) is { } line)
        {
            LineOutput output = new(console);
            output.Wrapped("", line);
            output.Line("");
        }
    }

    /// <summary>Adds the section.</summary>
    public static void Add(Page page, TraceSummary summary)
    {
        double window = summary.Facts.WindowSeconds;
        string label = "Time";
        foreach (string line in Lines(summary, window))
        {
            page.Add(label, line);
            label = "";
        }
    }

    private static IEnumerable<string> Lines(TraceSummary summary, double window) =>
        TimeUseLines.Lines(summary.Time)
            .Concat(OfEvents(summary, window))
            .Concat(TimeUseLines.Sources(summary.Time));

    private static IEnumerable<string> OfEvents(TraceSummary summary, double window)
    {
        double paused = (summary.Collections.PauseTotal + summary.Collections.OtherSuspensionTotal).TotalSeconds;
        if (paused > window * MinShare)
        {
            yield return $"{TimeFormat.Percent(paused, window),7} of the window, all threads were stopped "
                + $"({NumberFormat.Seconds(paused)})";
        }

        double sampling = summary.Collections.SamplingTotal.TotalSeconds;
        if (sampling > window * MinShare)
        {
            yield return $"{TimeFormat.Percent(sampling, window),7} of the window, the runtime stopped all threads to "
                + $"take the samples of this recording ({NumberFormat.Seconds(sampling)})";
        }

        double locks = WaitSeconds(summary, "contention", "locks");
        if (locks > window * MinShare)
        {
            yield return Waiting(locks, window, "for locks");
        }

        double handles = WaitSeconds(summary, "thread-pool", "workers");
        if (handles > window * MinShare)
        {
            yield return Waiting(handles, window, "as workers of the thread pool");
        }
    }

    private static string Waiting(double seconds, double window, string what)
    {
        string threads = (seconds / window).ToString("0.0", System.Globalization.CultureInfo.InvariantCulture);
        return $"{threads,7} threads on average waited {what} ({NumberFormat.Seconds(seconds)} in total)";
    }

    private static double WaitSeconds(TraceSummary summary, string view, string table) =>
        summary.Places.Table(view, table).Rows.Sum(row => row[0].AsNumber) / 1e9;
}
