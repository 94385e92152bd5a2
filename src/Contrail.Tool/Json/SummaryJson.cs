using System.Text.Json.Nodes;
using Contrail.Analysis.NetTrace.Reading;
using Contrail.Analysis.NetTrace.Summary;
using Contrail.Capture;
using Contrail.Core.Formats;

namespace Contrail.Tool.Json;

/// <summary>
/// The output of <c>contrail summary --json</c> for a .nettrace file, as docs/summary-json.md describes it.
/// </summary>
internal sealed record SummaryJson
{
    public required string Format { get; init; }

    public required int FormatVersion { get; init; }

    public required bool Complete { get; init; }

    public required string? Fault { get; init; }

    public required int ProcessId { get; init; }

    public required string? ProcessName { get; init; }

    public required DateTime? FirstUtc { get; init; }

    public required DateTime? LastUtc { get; init; }

    public required double? WindowSeconds { get; init; }

    public required SectionJson<CollectionsJson> Collections { get; init; }

    public required SectionJson<AllocationsJson> Allocations { get; init; }

    public required SectionJson<ExceptionsJson> Exceptions { get; init; }

    public required SectionJson<ContentionJson> Contention { get; init; }

    public required SectionJson<ThreadPoolJson> ThreadPool { get; init; }

    public required SectionJson<CpuSamplesJson> CpuSamples { get; init; }

    public required ThreadsJson Threads { get; init; }

    public required EventsJson Events { get; init; }

    public required IReadOnlyList<ManifestLoss> Losses { get; init; }

    public required bool? LossesMayBeMore { get; init; }

    public required long EventsLost { get; init; }

    public required SnapshotManifest? Manifest { get; init; }

    /// <summary>The stable name of the fault.</summary>
    public required TraceFaultCode? FaultCode { get; init; }

    /// <summary>The answers of views, with the places in the code: documents of <c>contrail.view/1</c>.</summary>
    public required IReadOnlyList<JsonObject> Views { get; init; }

    /// <summary>What was wrong: a document of <c>contrail.findings/1</c>.</summary>
    public required JsonObject Findings { get; init; }

    /// <summary>The processes of a file of version 6; otherwise null.</summary>
    public required IReadOnlyList<TracedProcessJson>? Processes { get; init; }

    /// <summary>Where the time of the process went.</summary>
    public required TimeJson Time { get; init; }

    public static SummaryJson Of(TraceSummary summary)
    {
        TraceFileFacts facts = summary.Facts;
        return new()
        {
            Format = facts.Format,
            FormatVersion = facts.FormatVersion,
            Complete = facts.Complete,
            Fault = facts.Fault is { } fault ? TraceFaultText.Of(fault) : null,
            FaultCode = facts.Fault?.Code,
            ProcessId = facts.Process?.Id ?? facts.Trace.ProcessId,
            ProcessName = facts.Process is { Name.Length: > 0 } process ? process.Name : null,
            FirstUtc = facts.FirstUtc,
            LastUtc = facts.LastUtc,
            WindowSeconds = facts.FirstUtc is null ? null : facts.WindowSeconds,
            Collections = CollectionsJson.Of(summary),
            Allocations = AllocationsJson.Of(summary),
            Exceptions = ExceptionsJson.Of(summary),
            Contention = ContentionJson.Of(summary),
            ThreadPool = ThreadPoolJson.Of(summary),
            CpuSamples = CpuSamplesJson.Of(summary),
            Threads = new ThreadsJson(summary.Threads.Count),
            Events = EventsJson.Of(summary),
            Losses = facts.Losses,
            LossesMayBeMore = facts.Manifest?.LossesMayBeMore,
            EventsLost = facts.EventsLost,
            Manifest = facts.Manifest,
            Views = ViewJson.AllOf(summary.Places),
            Findings = FindingsJson.Of(summary.Findings, null),
            Processes = TracedProcessJson.Of(facts),
            Time = TimeJson.Of(summary.Time),
        };
    }
}
