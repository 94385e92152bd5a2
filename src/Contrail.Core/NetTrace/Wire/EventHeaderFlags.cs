namespace Contrail.Core.NetTrace.Wire;

/// <summary>The first byte of a compressed event header: which fields differ from the event before.</summary>
[Flags]
internal enum EventHeaderFlags : byte
{
    None = 0,
    MetadataId = 1,

    /// <summary>Sequence number, capture thread and processor.</summary>
    Capture = 2,
    ThreadId = 4,
    StackId = 8,
    ActivityId = 16,
    RelatedActivityId = 32,

    /// <summary>Everything after this event in the stream is not earlier than it. No field belongs to it.</summary>
    Sorted = 64,
    PayloadBytes = 128,
}
