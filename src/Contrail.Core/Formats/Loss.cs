namespace Contrail.Core.Formats;

/// <summary>Something that happened and is not in the trace: when, why, how much.</summary>
/// <param name="From">The last moment known to be before the loss.</param>
/// <param name="To">The first moment known to be after it.</param>
/// <param name="Reason">Why it is missing.</param>
/// <param name="Count">How many: events where the reason is about events, otherwise the unit of the reason.</param>
/// <param name="ThreadId">The operating system's id of the thread on which it happened, if known.</param>
/// <param name="Cause">What the reason does not include; null if not needed.</param>
internal readonly record struct Loss(
    TraceTicks From, TraceTicks To, LossReason Reason, long Count, long? ThreadId, LossCause? Cause = null)
{
    /// <summary>The lane whose records it is about; null if it is about the stream.</summary>
    public LaneKind? Lane { get; init; }
}
