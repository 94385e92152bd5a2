namespace Contrail;

/// <summary>A loss as listed in a manifest.</summary>
/// <param name="FromUtc">The last moment known to be before the loss.</param>
/// <param name="ToUtc">The first moment known to be after it.</param>
/// <param name="Reason">The reason.</param>
/// <param name="Count">How many.</param>
/// <param name="Thread">The thread's id, where it is known.</param>
/// <param name="Detail">What the reason does not include; null if not needed.</param>
public sealed record ManifestLoss(
    DateTime FromUtc, DateTime ToUtc, LossReason Reason, long Count, long? Thread = null, string? Detail = null);
