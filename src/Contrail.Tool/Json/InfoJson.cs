using System.Text.Json.Serialization;
using Contrail.Analysis.NetTrace.Reading;
using Contrail.Capture;
using Contrail.Core.Formats;

namespace Contrail.Tool.Json;

/// <summary>The output of <c>contrail info --json</c> for a .nettrace file.</summary>
internal sealed record InfoJson
{
    public required string Format { get; init; }

    public required int FormatVersion { get; init; }

    public required bool Complete { get; init; }

    public required long Generations { get; init; }

    public required long Frames { get; init; }

    public required long Events { get; init; }

    public required DateTime? FirstUtc { get; init; }

    public required DateTime? LastUtc { get; init; }

    public required double WindowSeconds { get; init; }

    public required double EventsSeconds { get; init; }

    public required int ProcessId { get; init; }

    public required string? ProcessName { get; init; }

    public required RequestCoverage? UpToRequest { get; init; }

    public required IReadOnlyList<ManifestLoss> Losses { get; init; }

    public required long EventsLost { get; init; }

    public required SnapshotManifest? Manifest { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public required string? Fault { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public required long? FaultOffset { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public required RepairJson? Repaired { get; init; }

    /// <summary>The stable name of the fault.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public required TraceFaultCode? FaultCode { get; init; }

    /// <summary>The processes of a file of version 6; otherwise null.</summary>
    public required IReadOnlyList<TracedProcessJson>? Processes { get; init; }

    public static InfoJson Of(TraceFileFacts facts) => new()
    {
        Format = facts.Format,
        FormatVersion = facts.FormatVersion,
        Complete = facts.Complete,
        Generations = facts.Generations,
        Frames = facts.Frames,
        Events = facts.Events,
        FirstUtc = facts.FirstUtc,
        LastUtc = facts.LastUtc,
        WindowSeconds = facts.WindowSeconds,
        EventsSeconds = Math.Round(facts.EventsSeconds, 9),
        ProcessId = facts.Process?.Id ?? facts.Trace.ProcessId,
        ProcessName = facts.Process is { Name.Length: > 0 } process ? process.Name : null,
        UpToRequest = facts.RequestCoverage,
        Losses = facts.Losses,
        EventsLost = facts.EventsLost,
        Manifest = facts.Manifest,
        Fault = facts.Fault is { } fault ? TraceFaultText.Of(fault) : null,
        FaultCode = facts.Fault?.Code,
        FaultOffset = facts.Fault?.Offset,
        Repaired = facts.Repair is { } repair ? RepairJson.Of(repair) : null,
        Processes = TracedProcessJson.Of(facts),
    };
}
