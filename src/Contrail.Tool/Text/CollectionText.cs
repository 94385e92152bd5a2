using System.Globalization;
using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Summary;
using Contrail.Analysis.Views;

namespace Contrail.Tool.Text;

/// <summary>Writes the sections of a summary about memory: collections, pauses and allocations.</summary>
internal static class CollectionText
{
    private const int TypesShown = 5;
    private const int PausesShown = 5;

    public static void Add(Page page, TraceSummary summary)
    {
        CollectionSummary collections = summary.Collections;
        if (collections is { Count: 0, PauseCount: 0, RunningAtStart: 0, UnpairedCount: 0 })
        {
            page.Add("GC", CoverageText.Nothing(summary, ModelNeeds.Collections, "no collection"));
            return;
        }

        IEnumerable<string> generations = collections.CountByGeneration
            .Select((count, generation) => (count, generation))
            .Where(entry => entry.count > 0)
            .Select(entry => $"{NumberFormat.Count(entry.count)} of generation {entry.generation}");
        string background = collections.BackgroundCount > 0
            ? $", {NumberFormat.Count(collections.BackgroundCount)} in the background"
            : "";
        page.Add(
            "GC", Page.Counted(collections.Count, "collection") + Page.Listed(": ", generations) + background);
        CoverageText.AddPart(page, summary, ModelNeeds.Collections);
        AddEdges(page, collections);
        if (collections.Reasons.Count > 0)
        {
            page.More("Reasons: " + Page.Named(collections.Reasons));
        }

        if (collections is { HeapBytesAtEnd: { } atEnd, MaxHeapBytes: { } most })
        {
            page.More($"Heap size after the last collection: {NumberFormat.Bytes(atEnd)}; maximum "
                + $"{NumberFormat.Bytes(most)}");
        }

        if (collections.PauseCount > 0)
        {
            AddPauses(page, summary);
        }
    }

    public static void AddAllocations(Page page, TraceSummary summary)
    {
        if (summary.Allocations is not { } allocations)
        {
            if (summary.Coverage.Of(ModelNeeds.Allocations).IsRequested)
            {
                page.Add("Allocations", CoverageText.Nothing(summary, ModelNeeds.Allocations, "no sample"));
            }

            return;
        }

        string counted = Page.Counted(allocations.Count, "sample");
        string types = allocations.Types.Count > 0 ? "; by sampled type:" : "";
        page.Add("Allocations", $"about {NumberFormat.Bytes(allocations.Bytes)} in {counted}{types}");
        CoverageText.AddPart(page, summary, ModelNeeds.Allocations);
        foreach (NamedCount type in allocations.Types.Take(TypesShown))
        {
            page.NamedMore($"{NumberFormat.Bytes(type.Count),11}  ", type.Name);
        }

        PlacesText.Add(page, summary.Places, "allocations", "places", "Allocated at:");
    }

    private static void AddEdges(Page page, CollectionSummary collections)
    {
        if (collections.RunningAtStart > 0)
        {
            page.More($"{NumberFormat.Count(collections.RunningAtStart)} started before the window");
        }

        if (collections.RunningAtEnd > 0)
        {
            page.More($"{NumberFormat.Count(collections.RunningAtEnd)} not complete at the end of the "
                + "window", Tone.Warning);
        }

        if (collections.UnpairedCount > 0)
        {
            page.More(
                $"{NumberFormat.Count(collections.UnpairedCount)} starts or ends of pauses without the other: "
                    + "not counted");
        }
    }

    private static void AddPauses(Page page, TraceSummary summary)
    {
        CollectionSummary collections = summary.Collections;
        string share = TimeFormat.Percent(collections.PauseTotal.TotalSeconds, summary.Facts.WindowSeconds);
        page.More($"Stop-the-world pauses: {NumberFormat.Count(collections.PauseCount)}, "
            + $"total {TimeFormat.Duration(collections.PauseTotal)} ({share} of the window); longest:");
        foreach (CollectionPause pause in collections.LongestPauses.Take(PausesShown))
        {
            bool isOne = pause.Collections.Count == 1;
            string what = pause.Collections.Count == 0
                ? "collection unknown"
                : string.Join("; ", pause.Collections.Select(one => Named(one, withDuration: !isOne)));
            string duration = (pause.AtLeast ? "≥ " : "") + TimeFormat.Duration(pause.Duration);
            page.More($"{duration,11}  at {TimeFormat.Place(summary.Facts, pause.Offset)}  {what}");
        }

        PlacesText.Add(page, summary.Places, "gc-pauses", "places", "Triggered by:");
    }

    // The duration of each collection shows which of several collections caused the pause.
    private static string Named(CollectionInPause one, bool withDuration)
    {
        string generation = one.Generation is { } known
            ? string.Create(CultureInfo.InvariantCulture, $"generation {known}, ")
            : "";
        string number = string.Create(CultureInfo.InvariantCulture, $"collection {one.Number}");
        string duration = withDuration && one.Duration is { } own ? $" ({TimeFormat.Duration(own)})" : "";
        return generation + number + (one.IsBackground ? ", in the background" : "") + duration;
    }
}
