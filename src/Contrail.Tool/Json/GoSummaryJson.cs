using System.Text.Json;
using System.Text.Json.Nodes;
using Contrail.Analysis.Views.GoTrace;

namespace Contrail.Tool.Json;

/// <summary>
/// Writes the summary of a Go trace as JSON, as docs/summary-json.md describes it. The keys are stable: none is renamed
/// or removed.
/// </summary>
internal static class GoSummaryJson
{
    public static string Write(GoTraceSummary summary, SnapshotManifest? manifest)
    {
        string[] format = $"{summary.Version}".Split(' ');
        JsonObject whole = new()
        {
            ["format"] = format[0],
            ["formatVersion"] = format[^1],
            ["complete"] = summary.Fault.Length == 0,
            ["fault"] = summary.Fault.Length > 0 ? summary.Fault : null,
            ["processName"] = manifest is { Process.Name.Length: > 0 } ? manifest.Process.Name : null,
            ["firstUtc"] = summary.FirstUtc,
            ["lastUtc"] = summary.LastUtc,
            ["windowSeconds"] = summary.Window.TotalSeconds,
            ["collections"] = new JsonObject
            {
                ["count"] = summary.CollectionCount,
                ["markingSeconds"] = summary.Collecting.TotalSeconds,
            },
            ["stops"] = Stops(summary),
            ["goroutines"] = Goroutines(summary),
            ["procs"] = Procs(summary),
            ["tasks"] = new JsonObject { ["ended"] = Times(summary.Tasks), ["openCount"] = summary.OpenTaskCount },
            ["regions"] = Times(summary.Regions),
            ["logCount"] = summary.LogCount,

            // A trace does not contain whether the CPU profiler was on.
            ["cpuSampleCount"] = summary.SampleCount > 0 ? summary.SampleCount : null,
            ["events"] = summary.EventCount,
            ["generations"] = summary.GenerationCount,
            ["gapCount"] = summary.GapCount,
            ["gaps"] = Gaps(summary),
            ["losses"] = manifest is null ? null : SummaryJson.Losses(manifest.Losses),
            ["lossesMayBeMore"] = manifest?.LossesMayBeMore,
            ["manifest"] = manifest is null ? null : SummaryJson.Certified(manifest),
        };
        return whole.ToJsonString(JsonSerializerOptions.Default);
    }

    private static JsonArray Procs(GoTraceSummary summary) =>
        [.. summary.Procs.Select(proc => (JsonNode)new JsonObject
        {
            ["id"] = proc.Proc,
            ["usedSeconds"] = proc.Used.TotalSeconds,
        })];

    private static JsonArray Gaps(GoTraceSummary summary) =>
        [.. summary.Gaps.Select(gap => (JsonNode)new JsonObject
        {
            ["generationBefore"] = gap.Before,
            ["generationAfter"] = gap.Behind,
        })];

    private static JsonObject Stops(GoTraceSummary summary) => new()
    {
        ["byReason"] = Times(summary.Stops),
        ["longest"] = new JsonArray([.. summary.LongestStops.Select(stop => (JsonNode)new JsonObject
        {
            ["name"] = stop.Name,
            ["offsetSeconds"] = stop.Offset.TotalSeconds,
            ["seconds"] = stop.Length.TotalSeconds,
        })]),
    };

    private static JsonObject Goroutines(GoTraceSummary summary) => new()
    {
        ["count"] = summary.GoroutineCount,
        ["groups"] = new JsonArray([.. summary.Goroutines.Select(group => (JsonNode)new JsonObject
        {
            ["function"] = group.Function.Length > 0 ? group.Function : null,
            ["count"] = group.Count,
            ["runningSeconds"] = group.Running.TotalSeconds,
            ["runnableSeconds"] = group.WaitingToRun.TotalSeconds,
            ["syscallSeconds"] = group.InSyscalls.TotalSeconds,
            ["blocked"] = Times(group.Blocked),
        })]),
    };

    private static JsonArray Times(IEnumerable<TimeByName> times) => [.. times.Select(time => (JsonNode)new JsonObject
    {
        ["name"] = time.Name,
        ["count"] = time.Count,
        ["totalSeconds"] = time.Total.TotalSeconds,
        ["longestSeconds"] = time.Longest.TotalSeconds,
    })];
}
