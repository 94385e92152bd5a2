using Contrail.Analysis;
using Contrail.Analysis.Findings.Comparing;
using Contrail.Analysis.Model;
using Contrail.Core.Files;
using Contrail.Core.Formats;
using Contrail.Tool.Arguments;

namespace Contrail.Tool.Files;

/// <summary>Compares an incident with the time before it, in a file or in two.</summary>
internal static class ComparedFiles
{
    private const string NoTimeOfDay =
        "the file does not contain the time of day; use offsets such as +3s.. or -5s.. for --incident";

    /// <summary>Reads the files and compares them; returns the exit code.</summary>
    /// <param name="file">The file; with two of them, the usual one.</param>
    /// <param name="other">The file with the incident; null if it is in the first one.</param>
    /// <param name="incident">The incident; null for the range that differs most, or all of the other file.
    /// </param>
    /// <param name="faults">Receives the report about a file that cannot be read, or is damaged.</param>
    /// <param name="write">Writes the comparison; it is not called if there is none.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    public static int Read(
        InputFile file,
        InputFile? other,
        IncidentRange? incident,
        FaultOutput faults,
        Action<TraceComparison> write,
        CancellationToken cancellationToken)
    {
        return Measure(file, first => other is null
            ? Compare(file, null, first)
            : Measure(other, second => Compare(other, first, second)));

        int Measure(InputFile input, Func<MeasuredTrace, int> use) =>
            ComparedFiles.Measure(input, faults, use, cancellationToken);

        int Compare(InputFile input, MeasuredTrace? past, MeasuredTrace trace)
        {
            TimeRange whole = new(TraceTime.Start, trace.Extent.End, false, false);
            TimeRange? range = incident is null ? whole : incident.In(trace.Extent);
            if (range is null)
            {
                return faults.Refuse(input.Name, "timeOfDayMissing", NoTimeOfDay);
            }

            WindowChange? change = past is { } usual
                ? WindowChange.Of(usual.Measured, trace.Measured, range.Value)
                : incident is null
                    ? WindowChange.Of(trace.Measured)
                    : WindowChange.Of(trace.Measured, range.Value);
            write(new TraceComparison(change, trace.Extent, past?.Extent ?? trace.Extent)
            {
                Files = other is null ? null : (file.Name, other.Name),
                IsTooShort = other is null && incident is null && !IncidentSearch.IsLongEnough(trace.Extent.End),
            });
            return ExitCodes.Done;
        }
    }

    private static int Measure(
        InputFile input, FaultOutput faults, Func<MeasuredTrace, int> use, CancellationToken cancellationToken) =>
        FileGuard.OpenSeekable(input, faults, stream =>
        {
            ITraceFiles format = TraceInput.FormatOf(stream);
            MeasureTally tally = new();
            bool isRead = TraceAnalysis.TryRead(
                format, stream, manifest: null, new TraceModel(tally), out TraceFault? fault, cancellationToken);
            stream.EndProgress();
            if (!isRead)
            {
                return faults.Refuse(input.Name, fault!.Value);
            }

            int code = use(new MeasuredTrace(tally.Measured(), tally.Extent));
            return code == ExitCodes.Done && fault is { } torn
                ? FaultOutput.Damaged(faults.Error, input.Name, torn.Offset, torn)
                : code;
        });

    private readonly record struct MeasuredTrace(MeasuredSteps Measured, TraceExtent Extent);
}
