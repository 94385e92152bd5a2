namespace Contrail;

/// <summary>What a repaired file tells of its repair.</summary>
/// <param name="SourceBytes">How long the damaged file was.</param>
/// <param name="TornAt">Where in it reading ended.</param>
/// <param name="DefinitionsDropped">Definitions left out, because they came twice or could not be read.</param>
/// <param name="EventsDropped">Events left out, because their row was.</param>
/// <param name="Reason">Why reading ended there; empty if it did not.</param>
public sealed record RepairFacts(
    long SourceBytes, long TornAt, long DefinitionsDropped, long EventsDropped, string Reason)
{
    /// <summary>Sound blocks after the damage, which were not kept.</summary>
    public long SoundPartsDropped { get; init; }

    /// <summary>Their bytes.</summary>
    public long SoundBytesDropped { get; init; }

    /// <summary>Whether the search for sound parts ended early, so that there may be more of them.</summary>
    public bool DroppedCountsAreMinimums { get; init; }

    /// <summary>Further traces that begin after the damage, or after the end of the first.</summary>
    public long TracesDropped { get; init; }

    /// <summary>The start time written in place of an invalid one, ISO 8601; null if it was valid.</summary>
    public string? TimeReplacedBy { get; init; }
}
