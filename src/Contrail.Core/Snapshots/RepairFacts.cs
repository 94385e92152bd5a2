namespace Contrail.Core.Snapshots;

/// <summary>What a repaired file tells of its repair.</summary>
/// <param name="SourceBytes">How long the damaged file was.</param>
/// <param name="TornAt">Where in it reading ended.</param>
/// <param name="DuplicatesDropped">Definitions left out because they came twice.</param>
/// <param name="Reason">Why reading ended there; empty if it did not.</param>
public sealed record RepairFacts(long SourceBytes, long TornAt, long DuplicatesDropped, string Reason);
