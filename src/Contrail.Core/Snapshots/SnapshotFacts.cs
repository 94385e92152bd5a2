using Contrail.Core.Formats;

namespace Contrail.Core.Snapshots;

/// <summary>What only the recorder knows of a snapshot, beside the frozen ring.</summary>
internal sealed record SnapshotFacts
{
    /// <summary>Why it is taken.</summary>
    public required string Reason { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTime RequestedUtc { get; init; }

    /// <summary>How far the stream had come when the ring was frozen.</summary>
    public required RequestCoverage RequestCoverage { get; init; }

    /// <summary>The moment of the request on the trace's clock; null if unknown.</summary>
    public TraceTicks? RequestedAt { get; init; }

    /// <summary>How the source ended, in a few words; null while it has not, or if that is not known.</summary>
    public string? EndedHow { get; init; }

    /// <summary>How much history was asked for.</summary>
    public required TimeSpan Period { get; init; }

    /// <summary>The limit of memory.</summary>
    public required long MaxBytes { get; init; }

    /// <summary>Memory held.</summary>
    public required long HeldBytes { get; init; }

    /// <summary>
    /// A moment on the trace's clock and the same in UTC, as late as possible. Null: what the trace itself contains
    /// counts, or where it contains nothing, the end of the ring is the moment of the request.
    /// </summary>
    public (TraceTicks At, DateTime Utc)? Anchor { get; init; }

    /// <summary>Whether the trace's clock can be converted to UTC; false for a file without the time of day.</summary>
    public bool HasTimeOfDay { get; init; } = true;

    /// <summary>Whether the state of the source is known; false at the end of a file that lacks it.</summary>
    public bool IsSourceKnown { get; init; } = true;

    /// <summary>The latest step of the wall clock, by a moment after it; null if none was seen.</summary>
    public (TraceTicks At, TimeSpan By)? ClockStep { get; init; }

    /// <summary>Whether threads may have lost events that nothing tells of.</summary>
    public bool LossesMayBeMore { get; init; }

    /// <summary>The process.</summary>
    public ProcessFacts Process { get; init; } = ProcessFacts.Unknown;

    /// <summary>The machine.</summary>
    public HostFacts Host { get; init; } = HostFacts.Unknown;

    /// <summary>The sessions that feed the recording, each in a line.</summary>
    public IReadOnlyList<string> Sessions { get; init; } = [];

    /// <summary>The providers that were added to those of the runtime.</summary>
    public IReadOnlyList<string> Providers { get; init; } = [];

    /// <summary>Whether the process was built without event sources; false also when that is unknown.</summary>
    public bool HasNoEventSources { get; init; }

    /// <summary>What was recorded when, oldest first.</summary>
    public IReadOnlyList<ProfilePeriod> Profiles { get; init; } = [];

    /// <summary>Where the names come from.</summary>
    public SymbolFacts Symbols { get; init; } = SymbolFacts.Unknown;
}
