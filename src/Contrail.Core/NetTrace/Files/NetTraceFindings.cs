using Contrail.Core.Files;

namespace Contrail.Core.NetTrace.Files;

/// <summary>The grade and the description of each finding, as a table.</summary>
internal static class NetTraceFindings
{
    private static readonly Dictionary<NetTraceFinding, (FindingGrade Grade, string Words)> Rows = new()
    {
        [NetTraceFinding.ObjectUnreadable] = (FindingGrade.Damage, "no object can be read here"),
        [NetTraceFinding.VersionUnknown] = (FindingGrade.Damage, "the version of an object is unknown"),
        [NetTraceFinding.ReaderVersionNewer] = (FindingGrade.Note,
            "an object requires a newer reader version: TraceEvent reads it, other readers may refuse the file"),
        [NetTraceFinding.PaddingNotZero] = (FindingGrade.Note, "the padding of a block is not zero"),
        [NetTraceFinding.EndsInsideFrame] = (FindingGrade.Damage, "the file ends inside a frame"),
        [NetTraceFinding.EndMarkMissing] = (FindingGrade.Damage, "the end mark is missing"),
        [NetTraceFinding.TraceUnreadable] = (FindingGrade.Damage, "the trace object cannot be read"),
        [NetTraceFinding.TraceTimeInvalid] =
            (FindingGrade.Damage, "the start time has a field out of range: the time of day of all events is unknown"),
        [NetTraceFinding.BlockHeaderUnreadable] = (FindingGrade.Damage, "a block's header cannot be read"),
        [NetTraceFinding.MetadataUnreadable] = (FindingGrade.Damage, "a row of metadata cannot be read"),
        [NetTraceFinding.MetadataRepeated] = (FindingGrade.Damage, "a metadata id is defined twice"),
        [NetTraceFinding.EventUnreadable] = (FindingGrade.Damage, "an event cannot be read"),
        [NetTraceFinding.EventUndefined] = (FindingGrade.Damage, "an event's metadata id is not defined"),
        [NetTraceFinding.StacksUnreadable] = (FindingGrade.Damage, "a stack cannot be read"),
        [NetTraceFinding.StackRepeated] =
            (FindingGrade.Damage, "a stack id is defined twice between two sequence points"),
        [NetTraceFinding.PointUnreadable] = (FindingGrade.Damage, "a sequence point cannot be read"),
        [NetTraceFinding.StackUnknown] = (FindingGrade.Note, "an event's stack is not defined: readers show none"),
        [NetTraceFinding.SequenceBackwards] =
            (FindingGrade.Note, "a thread's numbers fall: readers count 2147483647 events lost"),
        [NetTraceFinding.PointAhead] = (FindingGrade.Note,
            "a sequence point is ahead of the event after it: readers count 2147483647 events lost"),
        [NetTraceFinding.CaptureUnsorted] =
            (FindingGrade.Note, "the capture thread changes at an unsorted event: readers miscount and misplace"),
        [NetTraceFinding.EarlierThanSorted] =
            (FindingGrade.Note, "an event is earlier than a sorted one before it: readers show it out of order"),
        [NetTraceFinding.BlockTimesWrong] = (FindingGrade.Note, "a block's header has other times than its events"),
        [NetTraceFinding.PayloadTooLong] = (FindingGrade.Note, "a payload is over 65535 bytes: readers cut it"),
        [NetTraceFinding.StacksNotFollowed] =
            (FindingGrade.Note, "too many stack blocks between two sequence points: not all ids are checked"),
        [NetTraceFinding.BytesAfterEnd] = (FindingGrade.Note, "bytes follow the end mark: readers ignore them"),
    };

    /// <summary>The finding at a place; <paramref name="detail"/> replaces the usual words.</summary>
    public static Finding At(this NetTraceFinding kind, long offset, string? detail = null, long count = 1)
    {
        (FindingGrade grade, string words) = Rows[kind];
        return new Finding(CodeOf(kind), grade, offset, detail ?? words, count);
    }

    private static string CodeOf(NetTraceFinding kind)
    {
        string name = kind.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
