namespace Contrail.Snapshots;

/// <summary>Why a snapshot is taken. Immutable.</summary>
/// <param name="Reason">In words, for the manifest.</param>
internal sealed record SnapshotRequest(string Reason)
{
    /// <summary>The rules for which it is taken, with the moment on the clock of the source, in nanoseconds.</summary>
    public IReadOnlyList<(long Nanoseconds, ManifestTrigger Trigger)> Triggers { get; init; } = [];

    /// <summary>Whether a burst is taken for it, if the source takes bursts.</summary>
    public bool HasBurst { get; init; } = true;

    /// <summary>
    /// This request and another one that shares its snapshot. The reason is the first one's; each rule is named.
    /// </summary>
    public SnapshotRequest With(SnapshotRequest other) =>
        other.Triggers.Count == 0 ? this : this with { Triggers = [.. Triggers, .. other.Triggers] };
}
