using System.Text.Json;
using System.Text.Json.Nodes;
using Contrail.Analysis.Reading;
using Contrail.Analysis.Views;
using Contrail.Core.Snapshots;
using Contrail.Tool.Text;

namespace Contrail.Tool.Json;

/// <summary>
/// Writes the summary of a .nettrace file as JSON, as docs/summary-json.md describes it. The keys are stable: none is
/// renamed or removed.
/// </summary>
internal static class SummaryJson
{
    public static string Write(TraceSummary summary)
    {
        TraceFileFacts facts = summary.Facts;
        JsonObject whole = new()
        {
            ["format"] = facts.Format,
            ["formatVersion"] = facts.FormatVersion,
            ["complete"] = facts.Complete,
            ["fault"] = facts.Fault,
            ["processId"] = facts.Process?.Id ?? facts.Trace.ProcessId,
            ["processName"] = facts.Process is { Name.Length: > 0 } process ? process.Name : null,
            ["firstUtc"] = facts.FirstUtc,
            ["lastUtc"] = facts.LastUtc,
            ["windowSeconds"] = facts.FirstUtc is null ? null : facts.WindowSeconds,
            ["collections"] = SummarySections.Collections(summary),
            ["allocations"] = SummarySections.Allocations(summary),
            ["exceptions"] = SummarySections.Exceptions(summary),
            ["contention"] = SummarySections.Contention(summary),
            ["threadPool"] = SummarySections.ThreadPool(summary),
            ["cpuSamples"] = SummarySections.Samples(summary),
            ["threads"] = new JsonObject { ["count"] = summary.Threads.Count },
            ["events"] = Events(summary),
            ["losses"] = Losses(facts.Losses),
            ["lossesMayBeMore"] = facts.Manifest?.LossesMayBeMore,
            ["eventsLost"] = facts.EventsLost,
            ["manifest"] = facts.Manifest is { } manifest ? Certified(manifest) : null,
        };
        return whole.ToJsonString(JsonSerializerOptions.Default);
    }

    public static JsonArray Losses(IEnumerable<ManifestLoss> losses) => [.. losses.Select(loss =>
        JsonSerializer.SerializeToNode(loss, SnapshotManifestJson.Default.ManifestLoss))];

    public static JsonNode? Certified(SnapshotManifest manifest) =>
        JsonSerializer.SerializeToNode(manifest, SnapshotManifestJson.Default.SnapshotManifest);

    public static JsonArray Named(IEnumerable<NamedCount> counts, string unit = "count") => [.. counts.Select(one =>
        (JsonNode)new JsonObject { ["name"] = one.Name, [unit] = one.Count })];

    private static JsonObject Events(TraceSummary summary) => new()
    {
        ["count"] = summary.Facts.Events - summary.Facts.EventsAdded,
        ["addedByRecorder"] = summary.Facts.EventsAdded,
        ["providers"] = new JsonArray([.. summary.Providers.Select(provider => (JsonNode)new JsonObject
        {
            ["name"] = provider.Provider,
            ["count"] = provider.Count,
            ["events"] = Named(provider.Events),
        })]),
    };
}
