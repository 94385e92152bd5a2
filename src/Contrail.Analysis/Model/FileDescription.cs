using Contrail.Core.Snapshots;

namespace Contrail.Analysis.Model;

/// <summary>What is known of a trace file apart from its records. Immutable; safe from any thread.</summary>
/// <param name="Format">The name of the format, for example <c>nettrace 4</c>.</param>
/// <param name="Process">The recorded process; null if the file does not contain it.</param>
/// <param name="Losses">What is missing, as far as it is known.</param>
/// <param name="Events">How many events of each kind it has, the most frequent first.</param>
internal sealed record FileDescription(
    string Format, ProcessFacts? Process, IReadOnlyList<ManifestLoss> Losses, IReadOnlyList<EventCount> Events)
{
    private const string UnknownEnd = "how is not known";

    /// <summary>Nothing is known.</summary>
    public static FileDescription Unknown { get; } = new("unknown", null, [], []);

    /// <summary>Whether more can be missing than the losses contain; null if unknown.</summary>
    public bool? LossesMayBeMore { get; init; }

    /// <summary>Why the trace was taken; empty if unknown.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The rules that fired and for which it was taken, as in its manifest; empty if unknown.</summary>
    public IReadOnlyList<ManifestTrigger> Triggers { get; init; } = [];

    /// <summary>How many rules fired and it was taken for, including those that are not listed.</summary>
    public int TriggerCount { get; init; }

    /// <summary>Whether the stream of events broke off, as it does when the process dies; null if unknown.</summary>
    public bool? IsTorn { get; init; }

    /// <summary>
    /// Whether a part of the file itself is missing or was repaired: its kinds of records may end at different times.
    /// </summary>
    public bool IsDamaged { get; init; }

    /// <summary>How the recording ended; unknown also if it continued.</summary>
    public RecordingEnd Ending { get; init; }

    /// <summary>The same in a sentence of the recorder; empty if it continued, or unknown.</summary>
    public string End { get; init; } = "";

    /// <summary>What was recorded: a line for each session; empty if unknown.</summary>
    public IReadOnlyList<string> Sessions { get; init; } = [];

    /// <summary>
    /// What follows the name of the file in that of the one with the lanes; null if this file contains its lanes, or if
    /// there are none.
    /// </summary>
    public string? LaneSuffix { get; init; }

    /// <summary>Number of processors that the process had; 0 if unknown.</summary>
    public int ProcessorCount { get; init; }

    /// <summary>The same with what a manifest contains of how it was recorded.</summary>
    /// <param name="manifest">The manifest of the file; null if there is none.</param>
    public FileDescription With(SnapshotManifest? manifest) => manifest is null ? this : this with
    {
        LossesMayBeMore = manifest.LossesMayBeMore,
        Reason = manifest.Reason,
        Triggers = manifest.Triggers,
        TriggerCount = manifest.TriggerCount,
        IsTorn = manifest.Source switch
        {
            SourceState.Torn => true,
            SourceState.Open or SourceState.Ended => false,
            _ => null,
        },
        Ending = SourceEnd.KindOf(manifest),
        End = manifest.EndedHow?.TrimEnd('.') ?? (manifest.Source == SourceState.Torn ? UnknownEnd : ""),
        Sessions = manifest.Sessions,
        LaneSuffix = manifest.Lanes.Count > 0 ? manifest.LaneFile : null,
    };
}
