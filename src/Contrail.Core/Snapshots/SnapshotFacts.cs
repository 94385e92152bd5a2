using Contrail.Core.Formats;

namespace Contrail.Core.Snapshots;

/// <summary>Facts about a snapshot that only the recorder has, in addition to the frozen ring.</summary>
internal sealed record SnapshotFacts
{
    /// <summary>Why it is taken.</summary>
    public required string Reason { get; init; }

    /// <summary>The rules for which it is taken, with the moment on the trace's clock.</summary>
    public IReadOnlyList<(TraceTicks At, ManifestTrigger Trigger)> Triggers { get; init; } = [];

    /// <summary>When it was requested.</summary>
    public required DateTime RequestedUtc { get; init; }

    /// <summary>When the ring ended, by the recorder's clock; null for the moment of the request.</summary>
    public DateTime? EndUtc { get; init; }

    /// <summary>How long the source was waited for after the request; null if unknown.</summary>
    public TimeSpan? FlushWait { get; init; }

    /// <summary>How much of the stream had arrived when the ring was frozen.</summary>
    public required RequestCoverage RequestCoverage { get; init; }

    /// <summary>The moment of the request on the trace's clock; null if unknown.</summary>
    public TraceTicks? RequestedAt { get; init; }

    /// <summary>How the source ended; null while it is open, or if unknown.</summary>
    public SourceEnd? End { get; init; }

    /// <summary>The requested length of history.</summary>
    public required TimeSpan Period { get; init; }

    /// <summary>The memory limit.</summary>
    public required long MaxBytes { get; init; }

    /// <summary>Memory held.</summary>
    public required long HeldBytes { get; init; }

    /// <summary>
    /// A moment on the trace's clock and the same moment in UTC, as late as possible. If null, the trace's own anchor
    /// is used; if the trace has none, the end of the ring is at <see cref="EndUtc"/>.
    /// </summary>
    public (TraceTicks At, DateTime Utc)? Anchor { get; init; }

    /// <summary>Whether the trace's clock can be converted to UTC; false for a file without the time of day.</summary>
    public bool HasTimeOfDay { get; init; } = true;

    /// <summary>Whether the state of the source is known; false at the end of a file that lacks it.</summary>
    public bool IsSourceKnown { get; init; } = true;

    /// <summary>The latest step of the wall clock, by a moment after it; null if no step was seen.</summary>
    public (TraceTicks At, TimeSpan By)? ClockStep { get; init; }

    /// <summary>Whether threads may have lost events without a trace in the stream.</summary>
    public bool LossesMayBeMore { get; init; }

    /// <summary>Describes the cause of a loss in the manifest; by default, the name of its code.</summary>
    public Func<TraceFault, string> Describe { get; init; } = fault => EnumName.Of(fault.Code)!;

    /// <summary>The process.</summary>
    public ProcessFacts Process { get; init; } = ProcessFacts.Unknown;

    /// <summary>The machine.</summary>
    public HostFacts Host { get; init; } = HostFacts.Unknown;

    /// <summary>The sessions that feed the recording, one line each.</summary>
    public IReadOnlyList<string> Sessions { get; init; } = [];

    /// <summary>The providers that were added to those of the runtime.</summary>
    public IReadOnlyList<string> Providers { get; init; } = [];

    /// <summary>Whether the process was built without event sources; false also when that is unknown.</summary>
    public bool HasNoEventSources { get; init; }

    /// <summary>The profiles recorded, oldest first.</summary>
    public IReadOnlyList<ProfilePeriod> Profiles { get; init; } = [];

    /// <summary>Names native code in the stacks of samples; null without.</summary>
    public INativeNames? NativeNames { get; init; }

    /// <summary>Why there are no lanes although they were requested; null otherwise.</summary>
    public string? LanesMissingBecause { get; init; }

    /// <summary>The source of the method names.</summary>
    public SymbolFacts Symbols { get; init; } = SymbolFacts.Unknown;
}
