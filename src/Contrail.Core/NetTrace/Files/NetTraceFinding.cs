namespace Contrail.Core.NetTrace.Files;

/// <summary>Everything that can be wrong with a nettrace file; docs/formats/nettrace.md has the table.</summary>
internal enum NetTraceFinding
{
    /// <summary>The begin or the end of an object is invalid.</summary>
    ObjectUnreadable,

    /// <summary>An object of a version that readers do not know.</summary>
    VersionUnknown,

    /// <summary>An object of a known version whose header requires a newer reader.</summary>
    ReaderVersionNewer,

    /// <summary>The zero bytes before a block's content are not zero.</summary>
    PaddingNotZero,

    /// <summary>The file breaks off inside a frame.</summary>
    EndsInsideFrame,

    /// <summary>Nothing follows the last complete frame, not even the end mark.</summary>
    EndMarkMissing,

    /// <summary>The trace object is not first, is repeated, or has invalid values.</summary>
    TraceUnreadable,

    /// <summary>The time at which the trace began has a field out of its range.</summary>
    TraceTimeInvalid,

    /// <summary>A block is shorter than its header, or the header is shorter than readers require.</summary>
    BlockHeaderUnreadable,

    /// <summary>A row of metadata cannot be read.</summary>
    MetadataUnreadable,

    /// <summary>An id of metadata is defined a second time.</summary>
    MetadataRepeated,

    /// <summary>An event cannot be read; nor can those after it in its block.</summary>
    EventUnreadable,

    /// <summary>An event's metadata id is not defined before it.</summary>
    EventUndefined,

    /// <summary>A stack block's count or sizes are more than its bytes.</summary>
    StacksUnreadable,

    /// <summary>A stack id is defined a second time between two sequence points.</summary>
    StackRepeated,

    /// <summary>A sequence point's count is more than its bytes.</summary>
    PointUnreadable,

    /// <summary>An event's stack is not defined in its region.</summary>
    StackUnknown,

    /// <summary>A thread's number falls.</summary>
    SequenceBackwards,

    /// <summary>A sequence point is ahead of the event that follows it.</summary>
    PointAhead,

    /// <summary>The capture thread changes at an event that is not marked as sorted.</summary>
    CaptureUnsorted,

    /// <summary>An event is earlier than one before it that promised otherwise.</summary>
    EarlierThanSorted,

    /// <summary>A block's header contains other times than its events.</summary>
    BlockTimesWrong,

    /// <summary>A payload is longer than readers can hold the length of.</summary>
    PayloadTooLong,

    /// <summary>More stack blocks than can be followed, so that unknown stacks are not looked for.</summary>
    StacksNotFollowed,

    /// <summary>Bytes follow the end mark.</summary>
    BytesAfterEnd,
}
