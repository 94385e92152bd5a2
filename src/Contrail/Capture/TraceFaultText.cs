using Contrail.Core.Formats;

namespace Contrail.Capture;

/// <summary>The sentence for each fault of a trace: the only table of them, for the recorder and the tool.</summary>
internal static class TraceFaultText
{
    private static readonly Dictionary<TraceFaultCode, Func<TraceFault, string>> Rows = new()
    {
        [TraceFaultCode.Unknown] = _ => "it cannot be read",
        [TraceFaultCode.Empty] = _ => "it is empty",
        [TraceFaultCode.FormatUnrecognized] = fault => $"this is not a {fault.Detail}",
        [TraceFaultCode.FormatBeforeNetTrace] =
            _ => "NetPerf, the format of .NET Core 2; this reads nettrace versions 4 and 6",
        [TraceFaultCode.FormatOfOtherRuntime] = _ => "a Go execution trace; this reads nettrace versions 4 and 6",
        [TraceFaultCode.VersionUnsupported] = fault => fault.Number == 6
            ? "nettrace version 6, which can be read and verified, but not cut, repaired or recorded"
            : $"nettrace version {fault.Number}; this reads versions 4 and 6",
        [TraceFaultCode.VersionTooOld] = fault =>
            $"a Go 1.{fault.Number} trace, of the format before Go 1.22, which has no generations",
        [TraceFaultCode.VersionUnrecognized] = fault => $"a Go 1.{fault.Number} trace, an unknown format",
        [TraceFaultCode.FrameTooLarge] = _ => "a frame is larger than the maximum",
        [TraceFaultCode.EndsInsideFrame] = _ => "the file ends inside a frame",
        [TraceFaultCode.EndsInsideEvent] = _ => "the trace ends inside an event",
        [TraceFaultCode.EndMarkMissing] = _ => "the end mark is missing",
        [TraceFaultCode.BytesAfterEnd] = _ => "bytes follow the end mark: readers ignore them",
        [TraceFaultCode.ObjectUnreadable] = _ => "no object can be read here",
        [TraceFaultCode.ObjectMissing] = _ => "no object begins here",
        [TraceFaultCode.ObjectNameInvalid] = _ => "an object's name has an impossible length",
        [TraceFaultCode.ObjectUnknown] = _ => "an object of an unknown type begins here",
        [TraceFaultCode.ObjectVersionUnsupported] = fault =>
            $"nettrace with objects of version {fault.Number}; this reads version 4",
        [TraceFaultCode.ObjectEndMissing] = _ => "an object does not end at its declared size",
        [TraceFaultCode.VersionUnknown] = _ => "the version of an object is unknown",
        [TraceFaultCode.ReaderVersionNewer] =
            _ => "an object requires a newer reader version: TraceEvent reads it, other readers may refuse the file",
        [TraceFaultCode.BlockSizeInvalid] = _ => "a block has an impossible size",
        [TraceFaultCode.BlockUnknown] = _ => "a block of an unknown kind: readers skip it",
        [TraceFaultCode.PaddingNotZero] = _ => "the padding of a block is not zero",
        [TraceFaultCode.TraceUnreadable] = _ => "the trace object cannot be read",
        [TraceFaultCode.TraceRepeated] = _ => "a second trace object",
        [TraceFaultCode.TraceMissing] = _ => "a block precedes the trace object",
        [TraceFaultCode.TraceTimeInvalid] =
            _ => "the start time has a field out of range: the time of day of all events is unknown",
        [TraceFaultCode.ProcessUnexpected] = fault =>
            $"the stream is of process {fault.Number}, not of process {fault.Other}",
        [TraceFaultCode.ProcessChanged] = _ => "the next stream is of another process",
        [TraceFaultCode.BlockHeaderUnreadable] = _ => "a block's header cannot be read",
        [TraceFaultCode.BlockTimesWrong] = _ => "a block's header has other times than its events",
        [TraceFaultCode.MetadataUnreadable] = _ => "a row of metadata cannot be read",
        [TraceFaultCode.MetadataRepeated] = _ => "a metadata id is defined twice",
        [TraceFaultCode.MetadataExceedsMemory] =
            _ => "the stream defines more kinds of events than fit into the memory limit",
        [TraceFaultCode.MetadataExceedsIds] = _ => "the streams define more kinds of events than possible",
        [TraceFaultCode.DefinitionsExceedMemory] =
            _ => "the permanent definitions of the stream no longer fit into the memory limit",
        [TraceFaultCode.EventUnreadable] = _ => "an event cannot be read",
        [TraceFaultCode.EventUndefined] = _ => "an event's metadata id is not defined",
        [TraceFaultCode.EarlierThanSorted] =
            _ => "an event is earlier than a sorted one before it: readers show it out of order",
        [TraceFaultCode.PayloadTooLong] = _ => "a payload is over 65535 bytes: readers cut it",
        [TraceFaultCode.CaptureUnsorted] =
            _ => "the capture thread changes at an unsorted event: readers miscount and misplace",
        [TraceFaultCode.ThreadsExceeded] = _ => "the stream claims more threads than possible",
        [TraceFaultCode.ThreadUnreadable] = _ => "a thread's row cannot be read",
        [TraceFaultCode.ThreadUndefined] = _ => "a thread is used that is not defined before: other readers fail here",
        [TraceFaultCode.LabelsUnreadable] = _ => "a list of labels cannot be read",
        [TraceFaultCode.LabelsUndefined] =
            _ => "an event's list of labels is not defined before it: other readers fail here",
        [TraceFaultCode.SequenceBackwards] = _ => "a thread's numbers fall: readers count 2147483647 events lost",
        [TraceFaultCode.PointUnreadable] = _ => "a sequence point cannot be read",
        [TraceFaultCode.PointAhead] =
            _ => "a sequence point is ahead of the event after it: readers count 2147483647 events lost",
        [TraceFaultCode.StacksUnreadable] = _ => "a stack cannot be read",
        [TraceFaultCode.StackRepeated] = _ => "a stack id is defined twice between two sequence points",
        [TraceFaultCode.StackUnknown] = _ => "an event's stack is not defined: readers show none",
        [TraceFaultCode.StacksExceeded] = _ => "more stack blocks between two sequence points than can be followed",
        [TraceFaultCode.StacksNotFollowed] =
            _ => "too many stack blocks between two sequence points: not all ids are checked",
        [TraceFaultCode.Unreadable] = _ => "the rest cannot be read",
        [TraceFaultCode.BatchExpected] = fault => $"a batch must begin here, but the byte is {fault.Number}",
        [TraceFaultCode.BatchUnreadable] = _ => "the head of a batch cannot be read",
        [TraceFaultCode.EndMarkUnexpected] = _ => "an end mark is outside a generation",
        [TraceFaultCode.Torn] = _ => "the file ends inside a generation",
        [TraceFaultCode.GenerationsMissing] = _ => "it contains no complete generation",
        [TraceFaultCode.GenerationBroken] = _ => "a generation is not complete",
        [TraceFaultCode.GenerationGap] = fault => $"generation {fault.Number} follows generation {fault.Other}",
        [TraceFaultCode.GenerationIncomplete] = _ => "incomplete generation found; trace likely truncated",
        [TraceFaultCode.GenerationsInterleaved] =
            _ => "broken trace: missing end-of-generation event, or generations are interleaved",
        [TraceFaultCode.GenerationOrder] = fault => $"generations out of order: {fault.Number} after {fault.Other}",
        [TraceFaultCode.GenerationZero] = _ => "a batch has the generation number 0",
        [TraceFaultCode.GenerationEndMissing] = fault => $"the end mark of generation {fault.Number} is missing",
        [TraceFaultCode.GenerationTooLarge] = fault => fault switch
        {
            { Number: 0 } => "a generation is larger than the maximum",
            { Other: 0 } => $"generation {fault.Number} is larger than the limit",
            _ => $"generation {fault.Number} is larger than {fault.Other} bytes, which may be held",
        },
        [TraceFaultCode.ClocksMissing] = fault => $"generation {fault.Number} has no frequency and clocks",
        [TraceFaultCode.ClocksRepeated] = fault => $"generation {fault.Number} contains its clocks twice",
        [TraceFaultCode.ClocksUnreadable] = fault => $"the clocks of generation {fault.Number} cannot be read",
        [TraceFaultCode.FrequencyMissing] = fault => $"generation {fault.Number} has no frequency",
        [TraceFaultCode.ClockEventMissing] = fault => $"no {fault.Detail} event found",
        [TraceFaultCode.ClockEventRepeated] = fault => $"found multiple {fault.Detail} events",
        [TraceFaultCode.ClockEventUnexpected] = fault => $"expected {fault.Detail} event, got {fault.Number}",
        [TraceFaultCode.ClockEventUnreadable] = fault => $"a {fault.Detail} cannot be read",
        [TraceFaultCode.RangeIncomplete] = _ => "this part of the file contains no complete generation",
        [TraceFaultCode.RangeHasGap] =
            _ => "this part of the file contains a gap, and a trace cannot contain both sides of it",
        [TraceFaultCode.RangeExceedsMemory] = _ => "this part of the file takes more memory than the limit",
        [TraceFaultCode.EventsMissing] = _ => "the file contains no events",
        [TraceFaultCode.UnreadableEvents] = fault => fault.Detail ?? "the events cannot be read",
        [TraceFaultCode.TextUnreadable] = fault => fault.Detail ?? "the text cannot be read",
        [TraceFaultCode.Contradiction] = fault => fault.Detail ?? "events contradict each other",
    };

    /// <summary>Returns the fault of a stream as a sentence, with its offset.</summary>
    public static string InStream(TraceFault fault) => $"{Of(fault)} (at byte {fault.Offset} of the stream)";

    /// <summary>Returns the fault as a sentence, without its offset.</summary>
    public static string Of(TraceFault fault) => Rows[fault.Code](fault);
}
