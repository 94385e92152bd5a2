using Contrail.Core.Files;
using Contrail.Core.Formats;

namespace Contrail.Core.NetTrace.Files;

/// <summary>The findings of <c>verify</c> in a nettrace file; docs/formats/nettrace.md describes each.</summary>
internal static class NetTraceFindings
{
    /// <summary>The grade of every finding.</summary>
    internal static IReadOnlyDictionary<TraceFaultCode, FindingGrade> Grades { get; } =
        new Dictionary<TraceFaultCode, FindingGrade>
        {
            [TraceFaultCode.ObjectUnreadable] = FindingGrade.Damage,
            [TraceFaultCode.VersionUnknown] = FindingGrade.Damage,
            [TraceFaultCode.ReaderVersionNewer] = FindingGrade.Note,
            [TraceFaultCode.PaddingNotZero] = FindingGrade.Note,
            [TraceFaultCode.EndsInsideFrame] = FindingGrade.Damage,
            [TraceFaultCode.EndMarkMissing] = FindingGrade.Damage,
            [TraceFaultCode.TraceUnreadable] = FindingGrade.Damage,
            [TraceFaultCode.TraceTimeInvalid] = FindingGrade.Damage,
            [TraceFaultCode.BlockHeaderUnreadable] = FindingGrade.Damage,
            [TraceFaultCode.MetadataUnreadable] = FindingGrade.Damage,
            [TraceFaultCode.MetadataRepeated] = FindingGrade.Damage,
            [TraceFaultCode.EventUnreadable] = FindingGrade.Damage,
            [TraceFaultCode.EventUndefined] = FindingGrade.Damage,
            [TraceFaultCode.StacksUnreadable] = FindingGrade.Damage,
            [TraceFaultCode.StackRepeated] = FindingGrade.Damage,
            [TraceFaultCode.PointUnreadable] = FindingGrade.Damage,
            [TraceFaultCode.ThreadUnreadable] = FindingGrade.Damage,
            [TraceFaultCode.ThreadUndefined] = FindingGrade.Damage,
            [TraceFaultCode.LabelsUnreadable] = FindingGrade.Damage,
            [TraceFaultCode.LabelsUndefined] = FindingGrade.Damage,
            [TraceFaultCode.BlockUnknown] = FindingGrade.Note,
            [TraceFaultCode.StackUnknown] = FindingGrade.Note,
            [TraceFaultCode.SequenceBackwards] = FindingGrade.Note,
            [TraceFaultCode.PointAhead] = FindingGrade.Note,
            [TraceFaultCode.CaptureUnsorted] = FindingGrade.Note,
            [TraceFaultCode.EarlierThanSorted] = FindingGrade.Note,
            [TraceFaultCode.BlockTimesWrong] = FindingGrade.Note,
            [TraceFaultCode.PayloadTooLong] = FindingGrade.Note,
            [TraceFaultCode.StacksNotFollowed] = FindingGrade.Note,
            [TraceFaultCode.BytesAfterEnd] = FindingGrade.Note,
        };

    /// <summary>The finding at an offset; <paramref name="cause"/> is more specific than the finding.</summary>
    public static Finding At(this TraceFaultCode code, long offset, TraceFault? cause = null, long count = 1) =>
        new(new TraceFault(code, offset), Grades[code], count, cause);
}
