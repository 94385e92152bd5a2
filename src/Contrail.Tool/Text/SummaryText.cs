using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Summary;
using Contrail.Analysis.Views;
using Contrail.Analysis.Views.Tables;
using Spectre.Console;

namespace Contrail.Tool.Text;

/// <summary>Writes the summary of a trace as a page of text.</summary>
internal static class SummaryText
{
    private const int ProvidersShown = 8;
    private const int EventsShown = 4;
    private const int ListShown = 5;

    /// <summary>
    /// Writes where the time went and the findings first, then the events, and the facts of the file after them.
    /// </summary>
    public static void Write(
        IAnsiConsole console, TraceSummary summary, long fileBytes, ISourceLines? lines = null)
    {
        ArgumentNullException.ThrowIfNull(console);
        ArgumentNullException.ThrowIfNull(summary);
        TimeText.WriteHead(console, summary.Time);
        FindingsHead.Write(console, summary.Findings, lines);
        Page page = new() { Lines = lines };
        InfoText.AddHead(page, summary.Facts);
        TimeText.Add(page, summary);
        RequestText.Add(page, summary);
        CollectionText.Add(page, summary);
        CollectionText.AddAllocations(page, summary);
        AddExceptions(page, summary);
        ThreadText.AddContention(page, summary);
        ThreadText.AddThreads(page, summary);
        ThreadText.AddSamples(page, summary);
        AddStacks(page, summary);
        AddEvents(page, summary);
        page.Add("Details", "contrail view NAME FILE; views: contrail view --list", Tone.Quiet);
        InfoText.AddManifest(page.Gap(), summary.Facts, fileBytes);
        page.Write(console);
    }

    private static void AddExceptions(Page page, TraceSummary summary)
    {
        ExceptionSummary exceptions = summary.Exceptions;
        if (exceptions.Count == 0)
        {
            page.Add("Exceptions", CoverageText.Nothing(summary, ModelNeeds.Exceptions, "none thrown"));
            return;
        }

        string span = exceptions is { FirstUtc: { } first, LastUtc: { } last }
            ? $", first at {TimeFormat.Time(first)}, last at {TimeFormat.Time(last)}"
            : "";
        page.Add("Exceptions", Page.Counted(exceptions.Count, "exception") + " thrown" + span);
        CoverageText.AddPart(page, summary, ModelNeeds.Exceptions);
        foreach (NamedCount type in exceptions.Types.Take(ListShown))
        {
            page.NamedItem(type.Count, type.Name);
        }

        if (exceptions.Messages.Count > 0)
        {
            page.More("Most frequent messages:");
        }

        foreach (ExceptionCount message in exceptions.Messages.Take(ListShown))
        {
            page.Item(message.Count, message.Message);
        }

        PlacesText.Add(page, summary.Places, "exceptions", "throwers", "Thrown by (without rethrows):");
    }

    private static void AddStacks(Page page, TraceSummary summary)
    {
        if (summary.Places.AreUnknown)
        {
            page.Add("Stacks", ViewRun.NoStacks, Tone.Warning);
        }

        if (summary.Facts.Manifest?.StacksAtLimit is { } count and > 0)
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
        page.Add("Events", Page.Counted(summary.Facts.Events - summary.Facts.EventsAdded, "event")
            + ", and " + NumberFormat.Count(summary.Facts.EventsAdded) + " that the recorder added");
        foreach (ProviderCount provider in summary.Providers.Take(ProvidersShown))
        {
            page.NamedItem(provider.Count, provider.Provider);
            page.More(new string(' ', 11) + Page.Named(provider.Events.Take(EventsShown)), Tone.Quiet);
        }
    }
}
