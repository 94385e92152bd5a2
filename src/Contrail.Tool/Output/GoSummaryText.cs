using System.Globalization;
using Contrail.Analysis.Views.GoTrace;
using Contrail.Core.Decoding.GoTrace;
using Spectre.Console;

namespace Contrail.Tool.Output;

/// <summary>A Go trace's summary as a page of text.</summary>
internal static class GoSummaryText
{
    private const int GroupsShown = 10;
    private const int ListShown = 5;
    private const int ReasonsShown = 3;

    public static void Write(IAnsiConsole console, GoTraceSummary summary, long fileBytes)
    {
        Page page = new();
        AddWindow(page, summary, fileBytes);
        AddCollections(page, summary);
        AddGoroutines(page, summary);
        AddProcs(page, summary);
        AddNotes(page, summary);
        page.Add("Events", $"{Plain.Count(summary.EventCount)}, "
            + $"{Page.Counted(summary.SampleCount, "CPU sample")} among them");
        page.Write(console);
    }

    private static void AddWindow(Page page, GoTraceSummary summary, long fileBytes)
    {
        string from = summary.FirstUtc is { } first ? $", from {Moments.Day(first)} UTC" : "";
        page.Add("Window", Moments.Duration(summary.Window) + from);
        page.Add("File", $"{summary.Version}, {Page.Counted(summary.GenerationCount, "generation")}, "
            + Plain.Bytes(fileBytes));
        if (summary.Fault.Length == 0 && summary.GapCount == 0)
        {
            page.Add("Losses", "none");
            return;
        }

        page.Add("Losses", summary.GapCount == 0 ? "no gap" : Page.Counted(summary.GapCount, "gap"), Tone.Warning);
        foreach (GenerationGap gap in summary.Gaps.Take(ListShown))
        {
            page.More(GoTraceWords.Gap(gap), Tone.Warning);
        }

        if (summary.Fault.Length > 0)
        {
            page.More($"TORN: {summary.Fault}", Tone.Warning);
            page.More($"known to be good to byte {Plain.Count(summary.GoodBytes)} of {Plain.Count(fileBytes)}");
        }
    }

    private static void AddCollections(Page page, GoTraceSummary summary)
    {
        page.Add("GC", summary.CollectionCount == 0
            ? "no collection"
            : $"{Page.Counted(summary.CollectionCount, "collection")}, marking {Moments.Duration(summary.Collecting)}, "
                + $"{Moments.Percent(summary.Collecting.TotalSeconds, summary.Window.TotalSeconds)} of the window");
        page.Add("Stops", summary.Stops.Count == 0 ? "the world never stood still" : "the world stood still for");
        foreach (TimeByName stop in summary.Stops.Take(ListShown))
        {
            page.Item(stop.Count, $"{stop.Name}: {Moments.Duration(stop.Total)} in all, "
                + $"{Moments.Duration(stop.Longest)} at most");
        }

        foreach ((string name, TimeSpan offset, TimeSpan length) in summary.LongestStops)
        {
            page.More($"{Moments.Duration(length),11}  at {Moments.Offset(offset),10}  {name}", Tone.Quiet);
        }
    }

    private static void AddGoroutines(Page page, GoTraceSummary summary)
    {
        page.Add("Goroutines", $"{Plain.Count(summary.GoroutineCount)}, by the function they began with:");
        page.More("  count    running  to be run   syscalls    blocked", Tone.Quiet);
        foreach (GoroutineGroup group in summary.Goroutines.Take(GroupsShown))
        {
            TimeSpan blocked = group.Blocked.Aggregate(TimeSpan.Zero, (sum, reason) => sum + reason.Total);
            string name = group.Function.Length > 0 ? group.Function : "(no stack tells it)";
            page.More(string.Create(CultureInfo.InvariantCulture, $"{Plain.Count(group.Count),7} ")
                + $"{Moments.Duration(group.Running),10} {Moments.Duration(group.WaitingToRun),10} "
                + $"{Moments.Duration(group.InSyscalls),10} {Moments.Duration(blocked),10}  {name}");
            string reasons = string.Join(", ", group.Blocked.Take(ReasonsShown)
                .Select(reason => $"{reason.Name} {Moments.Duration(reason.Total)} ({Plain.Count(reason.Count)})"));
            if (reasons.Length > 0)
            {
                page.More($"{"",8}blocked: {reasons}", Tone.Quiet);
            }
        }
    }

    private static void AddProcs(Page page, GoTraceSummary summary)
    {
        string busiest = string.Join(", ", summary.Procs.Take(ListShown).Select(proc => string.Create(
            CultureInfo.InvariantCulture,
            $"{proc.Proc} ({Moments.Percent(proc.Used.TotalSeconds, summary.Window.TotalSeconds)})")));
        page.Add("Procs", $"{Plain.Count(summary.Procs.Count)}; the busiest {busiest}");
    }

    private static void AddNotes(Page page, GoTraceSummary summary)
    {
        AddTimes(page, "Tasks", summary.Tasks, summary.OpenTaskCount);
        AddTimes(page, "Regions", summary.Regions, openCount: 0);
        if (summary.LogCount > 0)
        {
            page.Add("Log", Page.Counted(summary.LogCount, "message"));
        }
    }

    private static void AddTimes(Page page, string label, IReadOnlyList<TimeByName> times, int openCount)
    {
        if (times.Count == 0 && openCount == 0)
        {
            return;
        }

        string open = openCount > 0 ? $", {Plain.Count(openCount)} not ended" : "";
        page.Add(label, $"{Plain.Count(times.Sum(time => time.Count))} ended{open}");
        foreach (TimeByName time in times.Take(ListShown))
        {
            page.Item(time.Count, $"{time.Name}: {Moments.Duration(time.Total)} in all, "
                + $"{Moments.Duration(time.Longest)} at most");
        }
    }
}
