using Contrail.Analysis.NetTrace.Reading;
using Contrail.Analysis.Views;
using Contrail.Tool.Text;

namespace Contrail.Tool.Json;

/// <summary>A stop-the-world pause in a summary; the collection that took most of it is null where unknown.</summary>
internal sealed record PauseJson(
    DateTime? Utc,
    double Seconds,
    bool AtLeast,
    long? Collection,
    int? Generation,
    bool? Background,
    IEnumerable<PausingCollectionJson> Collections)
{
    public static PauseJson Of(TraceFileFacts facts, CollectionPause pause) => new(
        TimeFormat.PlaceUtc(facts, pause.Offset),
        pause.Duration.TotalSeconds,
        pause.AtLeast,
        pause.CollectionNumber,
        pause.Generation,
        pause.CollectionNumber is null ? null : pause.IsBackground,
        pause.Collections.Select(PausingCollectionJson.Of));
}
