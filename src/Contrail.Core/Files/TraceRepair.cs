using Contrail.Core.Formats;

namespace Contrail.Core.Files;

/// <summary>The result of a repair.</summary>
internal sealed record TraceRepair
{
    /// <summary>Why nothing could be kept, in which case the output is not a trace; otherwise null.</summary>
    public TraceFault? Refusal { get; init; }

    /// <summary>Whether the source was complete already: the output is then an identical file.</summary>
    public required bool WasComplete { get; init; }

    /// <summary>Bytes of the source that were read.</summary>
    public required long SourceBytes { get; init; }

    /// <summary>The offset in the source at which reading ended; everything after it was dropped.</summary>
    public required long TornAt { get; init; }

    /// <summary>Why reading ended there; null if the source could be read to its end.</summary>
    public required TraceFault? Fault { get; init; }

    /// <summary>Generations that were kept, in formats that have generations of their own; null in others.</summary>
    public long? Generations { get; init; }

    /// <summary>Events that were kept; null in formats of which generations are counted.</summary>
    public required long? Events { get; init; }

    /// <summary>Rows and stacks left out: defined a second time, or rows that cannot be read.</summary>
    public required long DefinitionsDropped { get; init; }

    /// <summary>Events before the damage that were left out, because their row cannot be read.</summary>
    public required long EventsDropped { get; init; }

    /// <summary>
    /// Intact blocks after the damage, which were not kept; generations in formats that have generations of their own.
    /// </summary>
    public long SoundPartsDropped { get; init; }

    /// <summary>Their bytes.</summary>
    public long SoundBytesDropped { get; init; }

    /// <summary>Whether the search for intact parts ended early, so that the file may contain more of them.</summary>
    public bool DroppedCountsAreMinimums { get; init; }

    /// <summary>
    /// Further traces that begin after the damage, or after the end of the first trace; they were not kept.
    /// </summary>
    public long TracesDropped { get; init; }

    /// <summary>The start time written in place of an invalid one; null if the source's was valid.</summary>
    public DateTime? TimeReplacedBy { get; init; }

    /// <summary>Bytes of the source that are not in the file.</summary>
    public long DroppedBytes => SourceBytes - TornAt;
}
