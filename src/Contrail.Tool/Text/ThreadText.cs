using System.Globalization;
using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Summary;
using Contrail.Analysis.Views;

namespace Contrail.Tool.Text;

/// <summary>Writes the sections of a summary about threads: lock waits, the thread pool and CPU samples.</summary>
internal static class ThreadText
{
    private const int ListShown = 5;

    /// <summary>A percentage of fewer samples would suggest a precision that they do not have.</summary>
    private const int MinSamplesForPercent = 50;

    public static void AddContention(Page page, TraceSummary summary)
    {
        ContentionSummary contention = summary.Contention;
        if (contention is { Count: 0, WaitingAtEnd: 0, NativeCount: 0 })
        {
            string nothing =
                CoverageText.Nothing(summary, ModelNeeds.Waits, "no wait for a lock started or ended");
            page.Add("Contention", nothing);
            AddHandleWaits(page, contention);
            AddEarlierWaits(page, summary);
            return;
        }

        page.Add("Contention", contention.Count == 0
            ? "no completed wait for a lock"
            : $"{Page.Counted(contention.Count, "wait")} for locks, total {TimeFormat.Duration(contention.Total)}; "
                + $"longest {TimeFormat.Duration(contention.Longest)}, "
                + $"at {TimeFormat.Place(summary.Facts, contention.LongestOffset)}");
        CoverageText.AddPart(page, summary, ModelNeeds.Waits);
        if (contention.UnmeasuredCount > 0)
        {
            page.More($"{NumberFormat.Count(contention.UnmeasuredCount)} of them of unknown length");
        }

        PlacesText.Add(page, summary.Places, "contention", "places", "Waited at:");
        PlacesText.Add(
            page, summary.Places, "contention", "locks", "Held during the longest wait for each lock at:",
            "ownerStack", value: "max");
        AddOpenWaits(page, summary);
        AddHandleWaits(page, contention);
        AddEarlierWaits(page, summary);
    }

    private static void AddOpenWaits(Page page, TraceSummary summary)
    {
        ContentionSummary contention = summary.Contention;
        if (contention.WaitingAtEnd > 0)
        {
            page.More(
                $"{NumberFormat.Count(contention.WaitingAtEnd)} still waiting at the end of the window, "
                    + $"the longest for {TimeFormat.Duration(contention.LongestWaitingAtEnd)}"
                    + (summary.Facts.EventsLost > 0 ? "; events are missing, so a wait may have ended" : ""),
                Tone.Warning);
        }

        if (contention.WaitingSinceBefore > 0)
        {
            page.More(
                $"{NumberFormat.Count(contention.WaitingSinceBefore)} of them since before the window, so for longer "
                    + "than it",
                Tone.Warning);
        }
    }

    private static void AddHandleWaits(Page page, ContentionSummary contention)
    {
        if (contention.HandleWaitsAtEnd > 0)
        {
            string before = contention.HandleWaitsSinceBefore > 0
                ? $", {NumberFormat.Count(contention.HandleWaitsSinceBefore)} of them since before the window"
                : "";
            page.More($"{Page.Counted(contention.HandleWaitsAtEnd, "thread")} waiting for an event or another wait "
                + $"handle at the end of the window{before}");
        }
    }

    public static void AddThreads(Page page, TraceSummary summary)
    {
        IEnumerable<string> busiest = summary.Threads.Busiest.Take(ListShown).Select(thread =>
            string.Create(CultureInfo.InvariantCulture, $"thread {thread.ThreadId} ({Described(thread)})"));
        string atLeast = summary.Threads.Count >= ThreadSummary.MaxCount ? "at least " : "";
        page.Add("Threads", $"{atLeast}{Page.Counted(summary.Threads.Count, "thread")} wrote events"
            + Page.Listed("; busiest: ", busiest));
        AddPool(page, summary);
    }

    public static void AddSamples(Page page, TraceSummary summary)
    {
        if (summary.Samples is not { } samples)
        {
            if (summary.Coverage.Of(ModelNeeds.Samples).IsRequested)
            {
                page.Add("CPU", CoverageText.Nothing(summary, ModelNeeds.Samples, "no sample"));
            }

            return;
        }

        string counted = Page.Counted(samples.Count, "sample");
        page.Add("CPU", samples.CpuCount == samples.Count ? $"{counted} of threads that used a processor; methods:"
            : samples.ManagedCount > 0
            ? $"{counted}, {NumberFormat.Count(samples.ManagedCount)} in managed code; methods:"
            : $"{counted}; none is marked as managed code, so threads that wait are included; methods:");
        CoverageText.AddPart(page, summary, ModelNeeds.Samples);
        foreach (NamedCount method in samples.TopMethods.Take(2 * ListShown))
        {
            AddMethod(page, samples, method.Count, method.Name);
        }

        if (samples.UnnamedCount > 0)
        {
            AddMethod(page, samples, samples.UnnamedCount, "unknown methods");
        }

        PlacesText.AddMethods(page, summary.Places, samples.ListedCount >= MinSamplesForPercent);
    }

    private static string Described(ThreadCount thread) =>
        (thread.Role is { } role ? role + ", " : "") + Page.Counted(thread.Count, "event");

    private static void AddEarlierWaits(Page page, TraceSummary summary)
    {
        if (summary.Coverage.Of(ModelNeeds.Waits).IsRequested)
        {
            page.More(
                summary.Facts.Manifest is null
                    ? "Waits that started before the window and have not ended are not visible."
                    : "Waits that started before the window may be missing (all from before the recording).",
                Tone.Quiet);
        }
    }

    private static void AddPool(Page page, TraceSummary summary)
    {
        ThreadSummary threads = summary.Threads;
        if (threads.PoolAdjustmentCount == 0)
        {
            page.Add("Thread pool",
                CoverageText.Nothing(summary, ModelNeeds.PoolAdjustments, "no adjustment of the target"));
            return;
        }

        page.Add("Thread pool",
            $"target up to {Page.Counted(threads.MaxPoolThreads, "thread")}; adjustments: "
                + $"{Page.Named(threads.PoolReasons)}");
        CoverageText.AddPart(page, summary, ModelNeeds.PoolAdjustments);
        if (threads.PoolStarvationCount > 0)
        {
            page.More(
                $"Starvation ({NumberFormat.Count(threads.PoolStarvationCount)}): work was queued and no pool thread "
                    + "became free: all blocked or computing",
                Tone.Warning);
        }

        if (threads.PoolBlockingRiseCount > 0)
        {
            page.More(
                $"Waits for tasks: the target rose {Page.Counted(threads.PoolBlockingRiseCount, "time")} "
                    + "because pool threads blocked on tasks",
                Tone.Warning);
        }

        PlacesText.Add(page, summary.Places, "thread-pool", "workers", "Pool threads waited at:");
    }

    private static void AddMethod(Page page, SampleSummary samples, long count, string name)
    {
        if (samples.ListedCount < MinSamplesForPercent)
        {
            page.NamedItem(count, name);
        }
        else
        {
            page.NamedMore($"{TimeFormat.Percent(count, samples.ListedCount),9}  ", name);
        }
    }
}
