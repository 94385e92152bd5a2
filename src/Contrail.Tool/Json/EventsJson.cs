using Contrail.Analysis.NetTrace.Summary;

namespace Contrail.Tool.Json;

/// <summary>The events in a summary.</summary>
internal sealed record EventsJson(long Count, long AddedByRecorder, IEnumerable<ProviderJson> Providers)
{
    public static EventsJson Of(TraceSummary summary) => new(
        summary.Facts.Events - summary.Facts.EventsAdded,
        summary.Facts.EventsAdded,
        summary.Providers.Select(ProviderJson.Of));
}
