using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Core.NetTrace.Observing;

/// <summary>An event that was copied from the stream. Borrows the bytes of its batch.</summary>
/// <param name="row">What the event is.</param>
/// <param name="threadId">The thread that it is about.</param>
/// <param name="at">When it happened.</param>
/// <param name="activityId">The activity in which it was written; empty for none.</param>
/// <param name="payload">Its payload, as in the stream.</param>
internal readonly ref struct TappedEvent(
    MetadataRow row, ulong threadId, TraceTicks at, Guid activityId, ReadOnlySpan<byte> payload)
{
    /// <summary>What the event is.</summary>
    public MetadataRow Row { get; } = row;

    /// <summary>The thread that it is about.</summary>
    public ulong ThreadId { get; } = threadId;

    /// <summary>When it happened.</summary>
    public TraceTicks At { get; } = at;

    /// <summary>The activity in which it was written; empty for none.</summary>
    public Guid ActivityId { get; } = activityId;

    /// <summary>Its payload, as in the stream.</summary>
    public ReadOnlySpan<byte> Payload { get; } = payload;
}
