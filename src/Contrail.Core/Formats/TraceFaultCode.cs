namespace Contrail.Core.Formats;

/// <summary>
/// What can be wrong with a trace. Names are stable: JSON contains them in camel case. Which of them are damage, and
/// which are notes, is the format's decision; the sentences are in <c>TraceFaultText</c>.
/// </summary>
internal enum TraceFaultCode
{
    /// <summary>A fault that this version does not know.</summary>
    Unknown,

    /// <summary>There is not one byte.</summary>
    Empty,

    /// <summary>Not this format. The detail is the name of the format.</summary>
    FormatUnrecognized,

    /// <summary>NetPerf, the format of .NET Core 2.</summary>
    FormatBeforeNetTrace,

    /// <summary>A Go trace, where a .NET trace was expected.</summary>
    FormatOfOtherRuntime,

    /// <summary>A later version of the format; the number is the version.</summary>
    VersionUnsupported,

    /// <summary>A Go version whose format has no generations; the number is its minor version.</summary>
    VersionTooOld,

    /// <summary>An unknown Go version; the number is its minor version.</summary>
    VersionUnrecognized,

    /// <summary>A frame is larger than the maximum.</summary>
    FrameTooLarge,

    /// <summary>The file breaks off inside a frame.</summary>
    EndsInsideFrame,

    /// <summary>The trace breaks off inside an event.</summary>
    EndsInsideEvent,

    /// <summary>Nothing follows the last complete frame, not even the end mark.</summary>
    EndMarkMissing,

    /// <summary>Bytes follow the end mark.</summary>
    BytesAfterEnd,

    /// <summary>The begin or the end of an object is invalid.</summary>
    ObjectUnreadable,

    /// <summary>No object begins where one must.</summary>
    ObjectMissing,

    /// <summary>The declared length of an object's name is impossible.</summary>
    ObjectNameInvalid,

    /// <summary>The type of an object is unknown.</summary>
    ObjectUnknown,

    /// <summary>An object of another version; the number is the version.</summary>
    ObjectVersionUnsupported,

    /// <summary>An object does not end at its declared size.</summary>
    ObjectEndMissing,

    /// <summary>An object of a version that readers do not know.</summary>
    VersionUnknown,

    /// <summary>An object of a known version whose header requires a newer reader.</summary>
    ReaderVersionNewer,

    /// <summary>The declared size of a block is impossible.</summary>
    BlockSizeInvalid,

    /// <summary>A block of an unknown kind, which readers skip.</summary>
    BlockUnknown,

    /// <summary>The zero bytes before a block's content are not zero.</summary>
    PaddingNotZero,

    /// <summary>The trace object is not first, is repeated, or has invalid values.</summary>
    TraceUnreadable,

    /// <summary>A second trace object.</summary>
    TraceRepeated,

    /// <summary>A block precedes the trace object.</summary>
    TraceMissing,

    /// <summary>The time at which the trace began has a field out of its range.</summary>
    TraceTimeInvalid,

    /// <summary>
    /// The stream is of another process than expected: the number is its id, the other number the expected one.
    /// </summary>
    ProcessUnexpected,

    /// <summary>The next stream of a source is of another process.</summary>
    ProcessChanged,

    /// <summary>A block is shorter than its header, or the header is shorter than readers require.</summary>
    BlockHeaderUnreadable,

    /// <summary>A block's header contains other times than its events.</summary>
    BlockTimesWrong,

    /// <summary>A row of metadata cannot be read.</summary>
    MetadataUnreadable,

    /// <summary>An id of metadata is defined a second time.</summary>
    MetadataRepeated,

    /// <summary>The metadata takes more memory than the limit.</summary>
    MetadataExceedsMemory,

    /// <summary>The streams of a recording define more rows than there are ids.</summary>
    MetadataExceedsIds,

    /// <summary>What cannot be evicted takes more memory than the limit.</summary>
    DefinitionsExceedMemory,

    /// <summary>An event cannot be read; nor can those after it in its block.</summary>
    EventUnreadable,

    /// <summary>An event's metadata id is not defined before it.</summary>
    EventUndefined,

    /// <summary>An event is earlier than one before it that promised otherwise.</summary>
    EarlierThanSorted,

    /// <summary>A payload is longer than readers can hold the length of.</summary>
    PayloadTooLong,

    /// <summary>The capture thread changes at an event that is not marked as sorted.</summary>
    CaptureUnsorted,

    /// <summary>More threads than any process can have.</summary>
    ThreadsExceeded,

    /// <summary>A row with a thread, or the end of one, cannot be read.</summary>
    ThreadUnreadable,

    /// <summary>A thread's index is used but not defined before.</summary>
    ThreadUndefined,

    /// <summary>A list of labels cannot be read.</summary>
    LabelsUnreadable,

    /// <summary>An event's list of labels is not defined in its region.</summary>
    LabelsUndefined,

    /// <summary>A thread's number falls.</summary>
    SequenceBackwards,

    /// <summary>A sequence point's count is more than its bytes.</summary>
    PointUnreadable,

    /// <summary>A sequence point is ahead of the event that follows it.</summary>
    PointAhead,

    /// <summary>A stack block's count or sizes are more than its bytes.</summary>
    StacksUnreadable,

    /// <summary>A stack id is defined a second time between two sequence points.</summary>
    StackRepeated,

    /// <summary>An event's stack is not defined in its region.</summary>
    StackUnknown,

    /// <summary>More stack blocks between two sequence points than can be followed.</summary>
    StacksExceeded,

    /// <summary>More stack blocks than can be followed, so that unknown stacks are not looked for.</summary>
    StacksNotFollowed,

    /// <summary>No frame can be read from here on.</summary>
    Unreadable,

    /// <summary>No batch begins where one must; the number is the byte that was found.</summary>
    BatchExpected,

    /// <summary>The head of a batch cannot be read.</summary>
    BatchUnreadable,

    /// <summary>An end mark is outside a generation.</summary>
    EndMarkUnexpected,

    /// <summary>The file ends inside a generation.</summary>
    Torn,

    /// <summary>There is no complete generation.</summary>
    GenerationsMissing,

    /// <summary>A generation lacks a required part, or contains something unreadable.</summary>
    GenerationBroken,

    /// <summary>Generations are missing: the number is the generation, the other number the one before it.</summary>
    GenerationGap,

    /// <summary>The trace ends inside a generation.</summary>
    GenerationIncomplete,

    /// <summary>A generation begins before the end mark of the one before it.</summary>
    GenerationsInterleaved,

    /// <summary>
    /// A generation is older than the one before it: the number is the generation, the other number the one before.
    /// </summary>
    GenerationOrder,

    /// <summary>The number of a generation is 0, which is invalid.</summary>
    GenerationZero,

    /// <summary>A generation does not end before the next; the number is the generation.</summary>
    GenerationEndMissing,

    /// <summary>A generation is larger than the maximum; the number is the generation, or 0 if unknown.</summary>
    GenerationTooLarge,

    /// <summary>The clocks of a generation are missing; the number is the generation.</summary>
    ClocksMissing,

    /// <summary>A generation contains its clocks twice; the number is the generation.</summary>
    ClocksRepeated,

    /// <summary>The clocks of a generation cannot be read; the number is the generation.</summary>
    ClocksUnreadable,

    /// <summary>The frequency of a generation is missing; the number is the generation.</summary>
    FrequencyMissing,

    /// <summary>A required event of the clocks is missing; the detail is its name.</summary>
    ClockEventMissing,

    /// <summary>An event of the clocks is repeated; the detail is its name.</summary>
    ClockEventRepeated,

    /// <summary>Another event than the detail names; the number is its type.</summary>
    ClockEventUnexpected,

    /// <summary>An event of the clocks cannot be read; the detail is its name.</summary>
    ClockEventUnreadable,

    /// <summary>The part to cut contains no complete generation.</summary>
    RangeIncomplete,

    /// <summary>The part to cut contains a gap.</summary>
    RangeHasGap,

    /// <summary>The part to cut takes more memory than the limit.</summary>
    RangeExceedsMemory,

    /// <summary>The file contains no events.</summary>
    EventsMissing,

    /// <summary>A reader of events rejects the rest of the file; the detail is its reason.</summary>
    UnreadableEvents,

    /// <summary>The text form of a trace cannot be read; the detail is the reason.</summary>
    TextUnreadable,

    /// <summary>Events contradict each other; the detail is how.</summary>
    Contradiction,
}
