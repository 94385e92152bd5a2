using System.Globalization;
using Contrail.Analysis.GoTrace.Reading;
using Contrail.Analysis.GoTrace.Summary;
using Contrail.Analysis.Model;
using Contrail.Analysis.Views;
using Contrail.Capture;
using Spectre.Console;

namespace Contrail.Tool.Text;

/// <summary>Writes the summary of a Go trace as a page of text.</summary>
internal static class GoSummaryText
{
    private const int GroupsShown = 10;
    private const int ListShown = 5;
    private const int ReasonsShown = 3;
    private const int MinSamplesForPercent = 100;

    /// <summary>Writes the findings first, then the events, and the facts of the file after them.</summary>
    public static void Write(
        IAnsiConsole console,
        GoTraceSummary summary,
        SnapshotManifest? manifest,
        long fileBytes,
        ISourceLines? lines = null)
    {
        FindingsHead.Write(console, summary.Findings, lines);
        Page page = new() { Lines = lines };
        AddHead(page, summary, manifest);
        GoTimeText.Add(page, summary);
        AddCollections(page, summary);
        AddGoroutines(page, summary);
        GoTimeText.AddStates(page, summary);
        AddProcs(page, summary);
        AddNotes(page, summary);
        string samples = summary.SampleCount == 0
            ? "no CPU sample"
            : Page.Counted(summary.SampleCount, "CPU sample");
        page.Add("Events", $"{Page.Counted(summary.EventCount, "event")}, {samples} among them");
        PlacesText.AddMethods(page, summary.Places, summary.SampleCount >= MinSamplesForPercent);
        AddDetails(page, summary);
        if (manifest is null)
        {
            page.Gap().Add("Manifest", "none next to the file");
        }
        else
        {
            ContentsText.AddManifest(page.Gap(), manifest);
            InfoText.AddLanes(page, manifest.Lanes);
        }

        AddGaps(page, summary);
        AddFile(page, summary, fileBytes);
        page.Write(console);
    }

    private static void AddHead(Page page, GoTraceSummary summary, SnapshotManifest? manifest)
    {
        page.Add("Source", RecordedProcessText.Of(summary.Findings.Context));
        string range = summary is { FirstUtc: { } first, LastUtc: { } last }
            ? $", {TimeFormat.Day(first)} to {TimeFormat.Time(last)} (all times are UTC)"
            : ", times count from its start: the file does not contain the wall clock";
        string requested = manifest is null ? "" : $" of {NumberFormat.Seconds(manifest.PeriodSeconds)} requested";
        page.Add("Window", TimeFormat.Duration(summary.Window) + requested + range);
        if (manifest?.ShorterBecause is { } why)
        {
            page.More(why, Tone.Warning);
        }
    }

    private static void AddDetails(Page page, GoTraceSummary summary)
    {
        page.Add("Details", "contrail view NAME FILE; views: contrail view --list", Tone.Quiet);
        if (LaneFileText.Hint(summary.Findings.Context.File, "summary") is { } hint)
        {
            page.More(hint);
        }
    }

    private static void AddGaps(Page page, GoTraceSummary summary)
    {
        page.Add(
            "Gaps",
            summary.GapCount == 0
                ? "no generation is missing between others"
                : $"{Page.Counted(summary.GapCount, "gap")} between generations",
            summary.GapCount == 0 ? Tone.Usual : Tone.Warning);
        foreach (GenerationGap gap in summary.Gaps.Take(ListShown))
        {
            page.More(GoEventText.Gap(gap), Tone.Warning);
        }
    }

    private static void AddFile(Page page, GoTraceSummary summary, long fileBytes)
    {
        page.Add("File", $"{(summary.Fault is null ? "complete, " : "")}{NumberFormat.Bytes(fileBytes)}, "
            + $"{summary.Version}, {Page.Counted(summary.GenerationCount, "generation")}");
        if (summary.Fault is { } fault)
        {
            page.More($"TORN: {TraceFaultText.Of(fault)}", Tone.Warning);
            page.More($"readable up to byte {NumberFormat.Count(summary.GoodBytes)} of "
                + $"{NumberFormat.Count(fileBytes)}");
        }
    }

    private static string Place(GoTraceSummary summary, TimeSpan offset) =>
        summary is { FirstUtc: { } first, LastUtc: not null } ? TimeFormat.Time(first + offset)
            : TimeFormat.Offset(offset);

    private static void AddCollections(Page page, GoTraceSummary summary)
    {
        page.Add("GC", summary.CollectionCount == 0
            ? "no collection"
            : $"{Page.Counted(summary.CollectionCount, "collection")}, marking "
                + $"{TimeFormat.Duration(summary.Collecting)}, "
                + $"{TimeFormat.Percent(summary.Collecting.TotalSeconds, summary.Window.TotalSeconds)} of the window");
        PlacesText.Add(page, summary.Places, "gc", "places", "Triggered by:");
        PlacesText.Add(page, summary.Places, "gc", "assists", "Code that had to assist, because it allocated:");
        page.Add("Pauses", summary.Stops.Count == 0 ? "no stop-the-world pause" : "stop-the-world pauses by reason:");
        foreach (TimeByName stop in summary.Stops.Take(ListShown))
        {
            page.NamedItem(stop.Count, stop.Name, $": total {TimeFormat.Duration(stop.Total)}, "
                + $"longest {TimeFormat.Duration(stop.Longest)}");
        }

        foreach ((string name, TimeSpan offset, TimeSpan length) in summary.LongestStops)
        {
            page.More($"{TimeFormat.Duration(length),11}  at {Place(summary, offset),10}  {name}", Tone.Quiet);
        }

        PlacesText.Add(page, summary.Places, "stop-the-world", "places", "Requested at:");
    }

    private static void AddGoroutines(Page page, GoTraceSummary summary)
    {
        page.Add("Goroutines", $"{Page.Counted(summary.GoroutineCount, "goroutine")}, by their start function:");
        page.More("  count    running   runnable   syscalls    blocked", Tone.Quiet);
        foreach (ExecutionGroup group in summary.Goroutines.Take(GroupsShown))
        {
            TimeSpan blocked = group.Blocked.Aggregate(TimeSpan.Zero, (sum, reason) => sum + reason.Total);
            string name = group.Function.Length > 0 ? group.Function : "(unknown: no stack contains it)";
            string figures = $"{NumberFormat.Count(group.Count),7} "
                + $"{TimeFormat.Duration(group.Running),10} {TimeFormat.Duration(group.WaitingToRun),10} "
                + $"{TimeFormat.Duration(group.InSyscalls),10} {TimeFormat.Duration(blocked),10}  ";
            page.NamedMore(figures, name);
            string reasons = string.Join(", ", group.Blocked.Take(ReasonsShown)
                .Select(reason =>
                    $"{reason.Name} {TimeFormat.Duration(reason.Total)} ({NumberFormat.Count(reason.Count)})"));
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
            $"{proc.Proc} ({TimeFormat.Percent(proc.Used.TotalSeconds, summary.Window.TotalSeconds)})")));
        string counted = Page.Counted(summary.Procs.Count, "proc");
        page.Add("Procs", $"{counted}; share of the window, busiest first: {busiest}");
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

        string open = openCount > 0 ? $", {NumberFormat.Count(openCount)} not ended" : "";
        string ended = Page.Counted(times.Sum(time => time.Count), label == "Tasks" ? "task" : "region");
        page.Add(label, $"{ended} ended{open}");
        foreach (TimeByName time in times.Take(ListShown))
        {
            page.NamedItem(time.Count, time.Name, $": total {TimeFormat.Duration(time.Total)}, "
                + $"longest {TimeFormat.Duration(time.Longest)}");
        }
    }
}
