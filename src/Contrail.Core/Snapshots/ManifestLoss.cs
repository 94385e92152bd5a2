namespace Contrail;

/// <summary>Describes something that happened and is missing from a snapshot. Immutable.</summary>
/// <param name="FromUtc">The last moment known to be before the loss.</param>
/// <param name="ToUtc">The first moment known to be after it.</param>
/// <param name="Reason">The reason.</param>
/// <param name="Count">The number of lost items; <see cref="LossReason"/> defines the unit of each reason.</param>
/// <param name="Thread">The id of the thread; null if unknown, or for all threads.</param>
/// <param name="Detail">Further details in a few words; null for none.</param>
public sealed record ManifestLoss(
    DateTime FromUtc, DateTime ToUtc, LossReason Reason, long Count, long? Thread = null, string? Detail = null)
{
    /// <summary>
    /// Gets the kind of the lost records, if they are not events of the runtime: <see cref="SnapshotManifest.Lanes"/>
    /// counts them as well. Null for a loss of events.
    /// </summary>
    public LaneKind? Lane { get; init; }
}
