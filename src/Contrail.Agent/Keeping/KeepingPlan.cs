namespace Contrail.Agent.Keeping;

/// <summary>Which snapshots are to be deleted. Immutable.</summary>
/// <param name="Deleted">The snapshots to delete, oldest first.</param>
/// <param name="Unmet">The limits that are exceeded also without them.</param>
internal sealed record KeepingPlan(IReadOnlyList<KeptSnapshot> Deleted, KeepingLimit Unmet);
