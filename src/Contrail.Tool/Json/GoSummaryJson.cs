using System.Text.Json.Nodes;
using Contrail.Analysis.GoTrace.Summary;
using Contrail.Capture;
using Contrail.Core.Formats;

namespace Contrail.Tool.Json;

/// <summary>
/// The output of <c>contrail summary --json</c> for a Go trace, as docs/summary-json.md describes it.
/// </summary>
internal sealed record GoSummaryJson
{
    public required string Format { get; init; }

    public required string FormatVersion { get; init; }

    public required bool Complete { get; init; }

    public required string? Fault { get; init; }

    public required string? ProcessName { get; init; }

    public required DateTime? FirstUtc { get; init; }

    public required DateTime? LastUtc { get; init; }

    public required double WindowSeconds { get; init; }

    public required GoCollectionsJson Collections { get; init; }

    public required GoStopsJson Stops { get; init; }

    public required GoroutinesJson Goroutines { get; init; }

    public required IEnumerable<GoProcJson> Procs { get; init; }

    public required GoTasksJson Tasks { get; init; }

    public required IEnumerable<NamedTimeJson> Regions { get; init; }

    public required long LogCount { get; init; }

    /// <summary>Null for none: a trace does not contain whether the CPU profiler was on.</summary>
    public required long? CpuSampleCount { get; init; }

    public required long Events { get; init; }

    public required long Generations { get; init; }

    public required long GapCount { get; init; }

    public required IEnumerable<GoGapJson> Gaps { get; init; }

    /// <summary>Null without a manifest: the trace does not contain what is missing.</summary>
    public required IReadOnlyList<ManifestLoss>? Losses { get; init; }

    public required bool? LossesMayBeMore { get; init; }

    public required SnapshotManifest? Manifest { get; init; }

    /// <summary>The stable name of the fault.</summary>
    public required TraceFaultCode? FaultCode { get; init; }

    /// <summary>The answers of views, with the places in the code: documents of <c>contrail.view/1</c>.</summary>
    public required IReadOnlyList<JsonObject> Views { get; init; }

    /// <summary>What was wrong: a document of <c>contrail.findings/1</c>.</summary>
    public required JsonObject Findings { get; init; }

    public static GoSummaryJson Of(GoTraceSummary summary, SnapshotManifest? manifest)
    {
        string[] format = $"{summary.Version}".Split(' ');
        return new()
        {
            Format = format[0],
            FormatVersion = format[^1],
            Complete = summary.Fault is null,
            Fault = summary.Fault is { } fault ? TraceFaultText.Of(fault) : null,
            FaultCode = summary.Fault?.Code,
            ProcessName = manifest is { Process.Name.Length: > 0 } ? manifest.Process.Name : null,
            FirstUtc = summary.FirstUtc,
            LastUtc = summary.LastUtc,
            WindowSeconds = summary.Window.TotalSeconds,
            Collections = new GoCollectionsJson(summary.CollectionCount, summary.Collecting.TotalSeconds),
            Stops = GoStopsJson.Of(summary),
            Goroutines = GoroutinesJson.Of(summary),
            Procs = summary.Procs.Select(proc => new GoProcJson(proc.Proc, proc.Used.TotalSeconds)),
            Tasks = new GoTasksJson(NamedTimeJson.Of(summary.Tasks), summary.OpenTaskCount),
            Regions = NamedTimeJson.Of(summary.Regions),
            LogCount = summary.LogCount,
            CpuSampleCount = summary.SampleCount > 0 ? summary.SampleCount : null,
            Events = summary.EventCount,
            Generations = summary.GenerationCount,
            GapCount = summary.GapCount,
            Gaps = summary.Gaps.Select(GoGapJson.Of),
            Losses = manifest?.Losses,
            LossesMayBeMore = manifest?.LossesMayBeMore,
            Manifest = manifest,
            Views = ViewJson.AllOf(summary.Places),
            Findings = FindingsJson.Of(summary.Findings, null),
        };
    }
}
