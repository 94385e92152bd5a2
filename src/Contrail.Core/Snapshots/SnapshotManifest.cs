namespace Contrail;

/// <summary>
/// Describes a snapshot: reason, time range, losses. Times are UTC, durations are in seconds, sizes in bytes.
/// Immutable.
/// </summary>
public sealed record SnapshotManifest
{
    /// <summary>The version of this record; readers of an older version may miss fields.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Why the snapshot was taken, in the words of the request.</summary>
    public required string Reason { get; init; }

    /// <summary>
    /// The rules that fired and for which it was taken, at most 16; empty if it was requested otherwise.
    /// </summary>
    public IReadOnlyList<ManifestTrigger> Triggers { get; init; } = [];

    /// <summary>How many rules fired and it was taken for, including those that are not listed.</summary>
    public int TriggerCount { get; init; }

    /// <summary>When it was requested.</summary>
    public required DateTime RequestedUtc { get; init; }

    /// <summary>
    /// How long the recorder waited after the request for the source to write what had happened before it; null where
    /// that is unknown.
    /// </summary>
    public double? FlushWaitSeconds { get; init; }

    /// <summary>Where complete history begins; null where the time of day is unknown.</summary>
    public DateTime? FirstUtc { get; init; }

    /// <summary>
    /// When the ring was frozen, or the source had ended; null where the time of day is unknown.
    /// </summary>
    public DateTime? LastUtc { get; init; }

    /// <summary>From the first to the last moment, including silence.</summary>
    public required double WindowSeconds { get; init; }

    /// <summary>The requested length of history.</summary>
    public required double PeriodSeconds { get; init; }

    /// <summary>
    /// The latest step of the wall clock within the window, or one at an unknown time; null if no step is known.
    /// </summary>
    public ClockStep? ClockStepped { get; init; }

    /// <summary>Why the window is shorter than the period; null if it is not.</summary>
    public string? ShorterBecause { get; init; }

    /// <summary>How much of the stream had arrived, relative to the moment of the request.</summary>
    public required RequestCoverage RequestCoverage { get; init; }

    /// <summary>The state of the source.</summary>
    public required SourceState Source { get; init; }

    /// <summary>How the source ended, in a few words; null while it was open, or if unknown.</summary>
    public string? EndedHow { get; init; }

    /// <summary>
    /// The same as a value; null while the source was open, if it is unknown, and in a manifest of an earlier version.
    /// </summary>
    public RecordingEnd? Ending { get; init; }

    /// <summary>Events that the runtime dropped within the window: the figure that other readers show.</summary>
    public required long EventsLost { get; init; }

    /// <summary>Whether threads may have lost events that the stream does not report.</summary>
    public bool LossesMayBeMore { get; init; }

    /// <summary>Everything that is missing, with its time and reason.</summary>
    public required IReadOnlyList<ManifestLoss> Losses { get; init; }

    /// <summary>Generations written.</summary>
    public required int Generations { get; init; }

    /// <summary>Written frames that arrived in the stream.</summary>
    public required long Frames { get; init; }

    /// <summary>Written events that arrived in the stream; null for a format whose events are not counted.</summary>
    public long? Events { get; init; }

    /// <summary>The memory limit.</summary>
    public required long MaxBytes { get; init; }

    /// <summary>Memory held when the ring was frozen.</summary>
    public required long HeldBytes { get; init; }

    /// <summary>
    /// How far that is over the limit, because a single generation is larger than the limit; null otherwise.
    /// </summary>
    public long? CapExceededBytes { get; init; }

    /// <summary>
    /// The size of the described trace file, in bytes, where the manifest is a separate file; null where it is in the
    /// trace.
    /// </summary>
    public long? TraceBytes { get; init; }

    /// <summary>The format and its version, for example <c>go 1.26</c>; null for nettrace 4.</summary>
    public string? Format { get; init; }

    /// <summary>The process that was recorded.</summary>
    public required ProcessFacts Process { get; init; }

    /// <summary>The machine it ran on.</summary>
    public required HostFacts Host { get; init; }

    /// <summary>The sessions that fed the recording.</summary>
    public required IReadOnlyList<string> Sessions { get; init; }

    /// <summary>
    /// What was recorded in which part of the window, oldest first: several, where the recorder stepped to a cheaper
    /// profile or back.
    /// </summary>
    public IReadOnlyList<ManifestProfile> Profiles { get; init; } = [];

    /// <summary>What was recorded in addition to the runtime's events; empty if nothing was.</summary>
    public IReadOnlyList<ManifestLane> Lanes { get; init; } = [];

    /// <summary>
    /// The suffix, appended to the name of the trace, of the file that contains the lanes; null where they are in the
    /// trace, or where there is no such file.
    /// </summary>
    public string? LaneFile { get; init; }

    /// <summary>
    /// Whether the file has lanes only, because it is next to a trace that cannot contain them: events of the process's
    /// runtime are not missing in it.
    /// </summary>
    public bool HasOnlyLanes { get; init; }

    /// <summary>Why there are no lanes although they were requested; null otherwise.</summary>
    public string? LanesMissingBecause { get; init; }

    /// <summary>
    /// Requested providers of which no event has arrived since recording began: misspelt, absent, or without events.
    /// </summary>
    public IReadOnlyList<string> SilentProviders { get; init; } = [];

    /// <summary>Why they are silent, where that is known; null otherwise.</summary>
    public string? SilentBecause { get; init; }

    /// <summary>
    /// How many stacks have as many frames as the runtime collects: most of them lack their outermost frames. Null if
    /// unknown.
    /// </summary>
    public long? StacksAtLimit { get; init; }

    /// <summary>The state of the method names.</summary>
    public required SymbolFacts Symbols { get; init; }

    /// <summary>The name and version of the recorder that wrote it.</summary>
    public required string Recorder { get; init; }
}
