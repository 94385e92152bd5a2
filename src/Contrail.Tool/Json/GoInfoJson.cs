using System.Text.Json.Serialization;
using Contrail.Core.Files;
using Contrail.Core.Formats;
using Contrail.Tool.Text;

namespace Contrail.Tool.Json;

/// <summary>The output of <c>contrail info --json</c> for a Go trace.</summary>
internal sealed record GoInfoJson
{
    public required string Format { get; init; }

    public required string FormatVersion { get; init; }

    public required bool Complete { get; init; }

    public required long? Generations { get; init; }

    public required long Frames { get; init; }

    public required long Events { get; init; }

    public required DateTime? FirstUtc { get; init; }

    public required DateTime? LastUtc { get; init; }

    public required double? WindowSeconds { get; init; }

    public required RequestCoverage? UpToRequest { get; init; }

    /// <summary>Null without a manifest: the trace does not contain what is missing.</summary>
    public required IReadOnlyList<ManifestLoss>? Losses { get; init; }

    public required SnapshotManifest? Manifest { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public required string? Fault { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public required long? FaultOffset { get; init; }

    /// <summary>The stable name of the fault.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public required TraceFaultCode? FaultCode { get; init; }

    public static GoInfoJson Of(TraceVerdict verdict, SnapshotManifest? manifest)
    {
        string[] format = verdict.Format.Split(' ');
        return new()
        {
            Format = format[0],
            FormatVersion = format[^1],
            Complete = verdict.IsComplete,
            Generations = verdict.Generations,
            Frames = verdict.Frames,
            Events = verdict.Events,
            FirstUtc = manifest?.FirstUtc ?? verdict.RangeUtc?.FirstUtc,
            LastUtc = manifest?.LastUtc ?? verdict.RangeUtc?.LastUtc,
            WindowSeconds = manifest?.WindowSeconds ?? verdict.WindowSeconds,
            UpToRequest = manifest?.RequestCoverage,
            Losses = manifest?.Losses,
            Manifest = manifest,
            Fault = verdict.IsComplete ? null : FindingText.Of(verdict.Findings[0]),
            FaultCode = verdict.IsComplete ? null : verdict.Findings[0].Code,
            FaultOffset = verdict.IsComplete ? null : verdict.Findings[0].Offset,
        };
    }
}
