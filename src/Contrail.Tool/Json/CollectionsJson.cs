using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Summary;
using Contrail.Analysis.Views;

namespace Contrail.Tool.Json;

/// <summary>The figures of collections in a summary.</summary>
internal sealed record CollectionsJson(
    long Count,
    IReadOnlyList<long> CountByGeneration,
    long BackgroundCount,
    IEnumerable<NamedCountJson> Reasons,
    long StartedBeforeWindow,
    long NotCompleteAtEnd,
    long? HeapBytesAtEnd,
    long? MaxHeapBytes,
    long PauseCount,
    double PauseSeconds,
    IEnumerable<PauseJson> LongestPauses,
    long UnpairedCount)
{
    public static SectionJson<CollectionsJson> Of(TraceSummary summary)
    {
        CollectionSummary all = summary.Collections;
        bool isEmpty = all is { Count: 0, PauseCount: 0, RunningAtStart: 0, UnpairedCount: 0 };
        return SectionJson<CollectionsJson>.Of(summary.Coverage.Of(ModelNeeds.Collections), isEmpty, () => new(
            all.Count,
            all.CountByGeneration,
            all.BackgroundCount,
            NamedCountJson.Of(all.Reasons),
            all.RunningAtStart,
            all.RunningAtEnd,
            all.HeapBytesAtEnd,
            all.MaxHeapBytes,
            all.PauseCount,
            all.PauseTotal.TotalSeconds,
            all.LongestPauses.Select(pause => PauseJson.Of(summary.Facts, pause)),
            all.UnpairedCount));
    }
}
