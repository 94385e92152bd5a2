namespace Contrail;

/// <summary>Describes the latest repair of a file. Immutable.</summary>
/// <param name="SourceBytes">The size of the damaged file in bytes.</param>
/// <param name="TornAt">The offset in bytes at which reading ended.</param>
/// <param name="DefinitionsDropped">The number of repeated or unreadable definitions that were left out.</param>
/// <param name="EventsDropped">The number of events that were left out with their definition.</param>
/// <param name="Reason">The reason that reading ended; empty if it reached the end.</param>
public sealed record RepairFacts(
    long SourceBytes, long TornAt, long DefinitionsDropped, long EventsDropped, string Reason)
{
    /// <summary>Intact blocks after the damage, which were not kept.</summary>
    public long SoundPartsDropped { get; init; }

    /// <summary>Their bytes.</summary>
    public long SoundBytesDropped { get; init; }

    /// <summary>Whether the search for intact parts ended early, so that the file may contain more of them.</summary>
    public bool DroppedCountsAreMinimums { get; init; }

    /// <summary>Further traces that begin after the damage, or after the end of the first.</summary>
    public long TracesDropped { get; init; }

    /// <summary>The start time written in place of an invalid one, ISO 8601; null if it was valid.</summary>
    public string? TimeReplacedBy { get; init; }
}
