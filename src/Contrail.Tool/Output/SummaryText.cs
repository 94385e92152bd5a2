using Contrail.Analysis.Views;
using Contrail.Core.Snapshots;
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
        CollectionText.Add(page, summary);
        CollectionText.AddAllocations(page, summary);
        AddExceptions(page, summary);
        ThreadText.AddContention(page, summary);
        ThreadText.AddThreads(page, summary);
        ThreadText.AddSamples(page, summary);
        AddStacks(page, summary.Facts.Certificate);
        AddEvents(page, summary);
        page.Write(console);
    }

    private static void AddWindow(Page page, TraceSummary summary)
    {
        string span = summary.Facts is { FirstUtc: { } first, LastUtc: { } last }
            ? $", {Moments.Day(first)} to {Moments.Time(last)} (all times are UTC)"
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

    private static void AddExceptions(Page page, TraceSummary summary)
    {
        ExceptionSummary exceptions = summary.Exceptions;
        if (exceptions.Count == 0)
        {
            page.Add("Exceptions", CoverageText.Nothing(summary, summary.Coverage.Exceptions, "none thrown"));
            return;
        }

        string span = exceptions is { FirstUtc: { } first, LastUtc: { } last }
            ? $", first at {Moments.Time(first)}, last at {Moments.Time(last)}"
            : "";
        page.Add("Exceptions", Plain.Count(exceptions.Count) + " thrown" + span);
        CoverageText.AddPart(page, summary, summary.Coverage.Exceptions);
        foreach (NamedCount type in exceptions.Types.Take(ListShown))
        {
            page.Item(type.Count, type.Name);
        }

        if (exceptions.Messages.Count > 0)
        {
            page.More("Most frequent messages:");
        }

        foreach (ExceptionCount message in exceptions.Messages.Take(ListShown))
        {
            page.Item(message.Count, message.Message);
        }
    }

    private static void AddStacks(Page page, Certificate? certificate)
    {
        if (certificate?.StacksAtLimit is { } count and > 0)
        {
            string stacks = Page.Counted(count, "stack");
            string verb = count == 1 ? "has" : "have";
            page.Add(
                "Stacks",
                $"{stacks} {verb} the runtime's maximum of 100 frames: outer frames may be cut off",
                Tone.Warning);
        }
    }

    private static void AddEvents(Page page, TraceSummary summary)
    {
        page.Add("Events", Plain.Count(summary.Facts.Events - summary.Facts.EventsAdded)
            + ", and " + Plain.Count(summary.Facts.EventsAdded) + " that the recorder added");
        foreach (ProviderCount provider in summary.Providers.Take(ProvidersShown))
        {
            page.Item(provider.Count, provider.Provider);
            page.More(new string(' ', 11) + Page.Named(provider.Events.Take(EventsShown)), Tone.Quiet);
        }
    }
}
