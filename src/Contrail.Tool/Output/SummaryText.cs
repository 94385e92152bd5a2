using System.Globalization;
using Contrail.Analysis.Views;
using Spectre.Console;

namespace Contrail.Tool.Output;

/// <summary>A trace's summary as a page of text.</summary>
internal static class SummaryText
{
    private const int ProvidersShown = 8;
    private const int EventsShown = 4;
    private const int ListShown = 5;

    public static void Write(IAnsiConsole console, TraceSummary summary)
    {
        ArgumentNullException.ThrowIfNull(console);
        ArgumentNullException.ThrowIfNull(summary);
        Page page = new();
        AddWindow(page, summary);
        AddCollections(page, summary.Collections, summary.Facts.WindowSeconds);
        AddExceptions(page, summary.Exceptions);
        AddContention(page, summary.Contention);
        AddThreads(page, summary.Threads);
        AddSamples(page, summary.Samples);
        AddEvents(page, summary);
        page.Write(console);
    }

    private static void AddWindow(Page page, TraceSummary summary)
    {
        string span = summary.Facts is { FirstUtc: { } first, LastUtc: { } last }
            ? $", {Moments.Day(first)} to {Moments.Time(last)} UTC"
            : "";
        page.Add("Window", Plain.Seconds(summary.Facts.WindowSeconds) + span);
        IReadOnlyList<string> losses = LossWords.Tell(summary.Facts);
        Tone tone = summary.Facts.Losses.Count > 0 || losses.Count > 1 ? Tone.Warning : Tone.Usual;
        page.Add("Losses", losses[0], tone);
        foreach (string more in losses.Skip(1))
        {
            page.More(more, tone);
        }
    }

    private static void AddCollections(Page page, CollectionSummary collections, double windowSeconds)
    {
        if (collections is { Count: 0, PauseCount: 0, RunningAtStart: 0 })
        {
            page.Add("GC", "no collection");
            return;
        }

        IEnumerable<string> generations = collections.CountByGeneration
            .Select((count, generation) => (count, generation))
            .Where(entry => entry.count > 0)
            .Select(entry => $"{Plain.Count(entry.count)} of generation {entry.generation}");
        string background = collections.BackgroundCount > 0
            ? $", {Plain.Count(collections.BackgroundCount)} in the background"
            : "";
        page.Add("GC", Counted(collections.Count, "collection") + Listed(": ", generations) + background);
        AddEdges(page, collections);
        if (collections.Reasons.Count > 0)
        {
            page.More("because of " + Named(collections.Reasons));
        }

        if (collections.PauseCount > 0)
        {
            page.More($"{Counted(collections.PauseCount, "pause")}, {Moments.Duration(collections.PauseTotal)} in all, "
                + $"{Moments.Percent(collections.PauseTotal.TotalSeconds, windowSeconds)} of the window; the longest:");
            AddPauses(page, collections.LongestPauses);
        }
    }

    private static void AddEdges(Page page, CollectionSummary collections)
    {
        if (collections.RunningAtStart > 0)
        {
            page.More($"{Plain.Count(collections.RunningAtStart)} ran already when the window began");
        }

        if (collections.RunningAtEnd > 0)
        {
            page.More($"{Plain.Count(collections.RunningAtEnd)} not over when the window ended", Tone.Warning);
        }

        if (collections.UnpairedCount > 0)
        {
            page.More($"{Plain.Count(collections.UnpairedCount)} halves of pauses without the other: not counted");
        }
    }

    private static void AddPauses(Page page, IReadOnlyList<Pause> pauses)
    {
        foreach (Pause pause in pauses)
        {
            string what = pause switch
            {
                { Generation: { } generation, CollectionNumber: { } number } =>
                    string.Create(CultureInfo.InvariantCulture, $"generation {generation}, collection {number}"),
                { CollectionNumber: { } number } =>
                    string.Create(CultureInfo.InvariantCulture, $"collection {number}"),
                _ => "collection unknown",
            };
            string duration = (pause.AtLeast ? "≥ " : "") + Moments.Duration(pause.Duration);
            string background = pause.IsBackground ? ", in the background" : "";
            page.More($"{duration,11}  at {Moments.Offset(pause.Offset),10}  {what}{background}");
        }
    }

    private static void AddExceptions(Page page, ExceptionSummary exceptions)
    {
        if (exceptions.Count == 0)
        {
            page.Add("Exceptions", "none thrown");
            return;
        }

        string span = exceptions is { FirstUtc: { } first, LastUtc: { } last }
            ? $", the first at {Moments.Time(first)}, the last at {Moments.Time(last)}"
            : "";
        page.Add("Exceptions", Plain.Count(exceptions.Count) + " thrown" + span);
        foreach (NamedCount type in exceptions.Types.Take(ListShown))
        {
            page.Item(type.Count, type.Name);
        }

        if (exceptions.Messages.Count > 0)
        {
            page.More("most often with these words:");
        }

        foreach (ExceptionCount message in exceptions.Messages.Take(ListShown))
        {
            page.Item(message.Count, message.Message);
        }
    }

    private static void AddContention(Page page, ContentionSummary contention)
    {
        page.Add("Contention", contention.Count == 0
            ? "no wait for a lock"
            : $"{Counted(contention.Count, "wait")} for locks, {Moments.Duration(contention.Total)} in all; "
                + $"the longest {Moments.Duration(contention.Longest)}, at {Moments.Offset(contention.LongestOffset)}");
        if (contention.UnmeasuredCount > 0)
        {
            page.More($"{Plain.Count(contention.UnmeasuredCount)} of them of unknown length");
        }

        if (contention.WaitingAtEnd > 0)
        {
            page.More(
                $"{Plain.Count(contention.WaitingAtEnd)} still waiting when the window ended, "
                    + $"the longest for {Moments.Duration(contention.LongestWaitingAtEnd)}",
                Tone.Warning);
        }
    }

    private static void AddThreads(Page page, ThreadSummary threads)
    {
        IEnumerable<string> busiest = threads.Busiest.Take(ListShown).Select(thread =>
            string.Create(CultureInfo.InvariantCulture, $"{thread.ThreadId} ({Plain.Count(thread.Count)})"));
        page.Add("Threads", Plain.Count(threads.Count) + " wrote events" + Listed("; most of them ", busiest));
        if (threads.PoolAdjustmentCount > 0)
        {
            page.More($"the pool wanted up to {Plain.Count(threads.PoolThreadsMax)} threads; it changed its mind for "
                + Named(threads.PoolReasons));
        }

        if (threads.PoolStarvationCount > 0)
        {
            page.More(
                $"starved {Plain.Count(threads.PoolStarvationCount)} times: work waited, all threads were blocked",
                Tone.Warning);
        }
    }

    private static void AddSamples(Page page, SampleSummary? samples)
    {
        if (samples is null)
        {
            return;
        }

        page.Add("CPU", $"{Counted(samples.Count, "sample")}, {Plain.Count(samples.ManagedCount)} in managed code: in");
        foreach (NamedCount method in samples.TopMethods.Take(2 * ListShown))
        {
            page.More($"{Moments.Percent(method.Count, samples.ManagedCount),9}  {method.Name}");
        }

        if (samples.UnnamedCount > 0)
        {
            page.More($"{Moments.Percent(samples.UnnamedCount, samples.ManagedCount),9}  unknown methods");
        }
    }

    private static void AddEvents(Page page, TraceSummary summary)
    {
        page.Add("Events", Plain.Count(summary.Facts.Events - summary.Facts.EventsAdded)
            + ", and " + Plain.Count(summary.Facts.EventsAdded) + " that the recorder added");
        foreach (ProviderCount provider in summary.Providers.Take(ProvidersShown))
        {
            page.Item(provider.Count, provider.Provider);
            page.More(new string(' ', 11) + Named(provider.Events.Take(EventsShown)), Tone.Quiet);
        }
    }

    private static string Counted(long count, string what) => $"{Plain.Count(count)} {what}{(count == 1 ? "" : "s")}";

    private static string Named(IEnumerable<NamedCount> counts) =>
        string.Join(", ", counts.Select(named => $"{named.Name} ({Plain.Count(named.Count)})"));

    private static string Listed(string before, IEnumerable<string> words)
    {
        string listed = string.Join(", ", words);
        return listed.Length > 0 ? before + listed : "";
    }
}
