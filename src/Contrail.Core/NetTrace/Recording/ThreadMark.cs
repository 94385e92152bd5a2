using Contrail.Core.Formats;

namespace Contrail.Core.NetTrace.Recording;

/// <summary>The position of one incarnation of a thread at the end of a generation.</summary>
/// <param name="Incarnation">The incarnation and its thread.</param>
/// <param name="SequenceNumber">Of its last event, or from a sequence point.</param>
/// <param name="Ended">Whether a sequence point has shown that this incarnation has ended.</param>
/// <param name="LastAt">When its last event was written, or the sequence point made.</param>
/// <param name="Exited">Whether it ended because the runtime no longer lists it, not because the stream ended.</param>
internal readonly record struct ThreadMark(
    ThreadIncarnationId Incarnation, uint SequenceNumber, bool Ended, TraceTicks LastAt = default, bool Exited = false)
{
    /// <summary>Size of one in an array, in bytes.</summary>
    public const int OwnBytes = 48;

    /// <summary>The beginning of a wait, if that is its last event.</summary>
    public RetainedEvent? Wait { get; init; }
}
