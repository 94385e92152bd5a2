namespace Contrail.Core.Snapshots;

/// <summary>What a repaired file tells of its repair.</summary>
/// <param name="SourceBytes">How long the damaged file was.</param>
/// <param name="TornAt">Where in it reading ended.</param>
/// <param name="DefinitionsDropped">Definitions left out, because they came twice or could not be read.</param>
/// <param name="EventsDropped">Events left out, because their row was.</param>
/// <param name="Reason">Why reading ended there; empty if it did not.</param>
public sealed record RepairFacts(
    long SourceBytes, long TornAt, long DefinitionsDropped, long EventsDropped, string Reason);
