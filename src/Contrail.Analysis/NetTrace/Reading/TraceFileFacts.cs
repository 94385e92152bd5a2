using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Reading;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.NetTrace.Reading;

/// <summary>
/// What a trace file is and how much is in it, without regard to what the events mean. Of a torn file: everything
/// before the tear. Times are UTC, durations are seconds. Immutable; safe from any thread.
/// </summary>
internal sealed record TraceFileFacts
{
    /// <summary>The format's name: <c>nettrace</c>.</summary>
    public string Format { get; init; } = "nettrace";

    /// <summary>The format's version: 4 or 6.</summary>
    public int FormatVersion => Trace.FormatVersion;

    /// <summary>Whether the file has the mark with which a whole one ends.</summary>
    public required bool Complete { get; init; }

    /// <summary>
    /// What is wrong where the file is torn, with the offset of the first incomplete frame; null for a complete file.
    /// </summary>
    public TraceFault? Fault { get; init; }

    /// <summary>
    /// The manifest's figure. Without a manifest the number of regions, which is one more than there are
    /// sequence points: a recorder cut its generations elsewhere, but the file does not contain where.
    /// </summary>
    public required long Generations { get; init; }

    /// <summary>
    /// Event blocks and sequence points in this file, those that a recorder added too. The manifest's figure is
    /// smaller: it counts only the frames of the stream.
    /// </summary>
    public required long Frames { get; init; }

    /// <summary>Events in this file, of any provider, those that a recorder added too.</summary>
    public required long Events { get; init; }

    /// <summary>Of these, the events that a recorder added: names, facts about the process, the manifest.</summary>
    public required long EventsAdded { get; init; }

    /// <summary>
    /// The manifest's beginning of whole history, or the time of the earliest event that the process wrote; null for
    /// neither, and where <see cref="TraceObject.IsUtcKnown"/> is false.
    /// </summary>
    public DateTime? FirstUtc { get; init; }

    /// <summary>The start of the window; null if the time of day is unknown.</summary>
    public DateTime? WindowUtc => FirstUtc ?? (Trace.IsUtcKnown ? Trace.Utc : null);

    /// <summary>
    /// The manifest's moment of the freeze, or the time of the latest event that the process wrote; null for
    /// neither.
    /// </summary>
    public DateTime? LastUtc { get; init; }

    /// <summary>
    /// The manifest's window, from the first kept generation's cut to the freeze, silence included; without a
    /// manifest, from the first to the last event that the process wrote, as <c>cut</c> counts it.
    /// </summary>
    public required double WindowSeconds { get; init; }

    /// <summary>Converts the file's clock to times since the start of the window.</summary>
    public required NetTraceClock Clock { get; init; }

    /// <summary>From the first to the last event that the process wrote; rundown does not count.</summary>
    public required double EventsSeconds { get; init; }

    /// <summary>How much of the stream had arrived at the request; null without a manifest.</summary>
    public RequestCoverage? RequestCoverage => Manifest?.RequestCoverage;

    /// <summary>
    /// What is missing: the manifest's list, or without one the events skipped in the sequence numbers
    /// (<c>runtimeDropped</c>); and the tear of a torn file (<c>truncated</c> or <c>malformed</c>).
    /// </summary>
    public required IReadOnlyList<ManifestLoss> Losses { get; init; }

    /// <summary>Events missing by the sequence numbers in this file: the figure that other readers show.</summary>
    public required long EventsLost { get; init; }

    /// <summary>The manifest of the snapshot; null in a file that is not a snapshot, or lost its end.</summary>
    public SnapshotManifest? Manifest { get; init; }

    /// <summary>
    /// The process: the manifest's facts, or those of the runtime's own event, which has no version of the runtime;
    /// null if the file contains neither.
    /// </summary>
    public ProcessFacts? Process { get; init; }

    /// <summary>
    /// The processes of a file of version 6, by their ids, as far as the file contains them; a name is empty if it is
    /// not in the file. Empty for version 4, which has one process.
    /// </summary>
    public IReadOnlyList<TracedProcess> Processes { get; init; } = [];

    /// <summary>The latest repair of the file; null if it was never repaired.</summary>
    public RepairFacts? Repair { get; init; }

    /// <summary>The trace object: clocks, process id, pointer size.</summary>
    public required TraceObject Trace { get; init; }

    /// <summary>
    /// Reads a stream from its start to its end, in memory that does not grow with its events. False if it is no
    /// nettrace stream, or is torn before its trace object; then <paramref name="fault"/> contains
    /// what it is instead. What the stream throws passes.
    /// </summary>
    public static bool TryRead(
        Stream stream, out TraceFileFacts? facts, out TraceFault? fault, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        FactsTally tally = new();
        NetTraceReader reader = TraceStream.ReadToEnd(stream, tally, cancellationToken);
        return tally.TryConclude(reader, out facts, out fault);
    }
}
