namespace Contrail.Core.Files;

/// <summary>What came of a repair.</summary>
internal sealed record TraceRepair
{
    /// <summary>Why nothing could be kept: then what was written is no file. Null if something was.</summary>
    public string? Refusal { get; init; }

    /// <summary>Whether the source was complete already: then what was written is the same file again.</summary>
    public required bool WasComplete { get; init; }

    /// <summary>Bytes of the source that were read.</summary>
    public required long SourceBytes { get; init; }

    /// <summary>Where in the source reading ended: what stands behind was dropped.</summary>
    public required long TornAt { get; init; }

    /// <summary>Why it ended there, in words; empty if the source could be read to its end.</summary>
    public required string Reason { get; init; }

    /// <summary>Generations that were kept, in formats that have their own; null in others.</summary>
    public long? Generations { get; init; }

    /// <summary>Events that were kept; null in formats of which generations are counted.</summary>
    public required long? Events { get; init; }

    /// <summary>Rows and stacks left out: defined a second time, or rows that cannot be read.</summary>
    public required long DefinitionsDropped { get; init; }

    /// <summary>Events before the damage that were left out, because their row cannot be read.</summary>
    public required long EventsDropped { get; init; }

    /// <summary>
    /// Sound blocks after the damage, which were not kept; generations in formats that have their own.
    /// </summary>
    public long SoundPartsDropped { get; init; }

    /// <summary>Their bytes.</summary>
    public long SoundBytesDropped { get; init; }

    /// <summary>Whether the search for sound parts ended early, so that there may be more of them.</summary>
    public bool DroppedCountsAreMinimums { get; init; }

    /// <summary>Further traces that begin after the damage, or after the end of the first; none was kept.</summary>
    public long TracesDropped { get; init; }

    /// <summary>The start time written in place of an invalid one; null if the source's was valid.</summary>
    public DateTime? TimeReplacedBy { get; init; }

    /// <summary>Bytes of the source that are not in the file.</summary>
    public long DroppedBytes => SourceBytes - TornAt;
}
