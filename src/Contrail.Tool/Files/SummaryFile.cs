using Contrail.Analysis;
using Contrail.Analysis.GoTrace.Summary;
using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Reading;
using Contrail.Analysis.NetTrace.Summary;
using Contrail.Capture;
using Contrail.Core.Files;
using Contrail.Core.Formats;
using Contrail.Tool.Json;
using Contrail.Tool.Text;

namespace Contrail.Tool.Files;

/// <summary>Reads a trace file and writes its summary.</summary>
internal static class SummaryFile
{
    /// <summary>Time for the source lines of the page, of the second that a summary may take.</summary>
    private static readonly TimeSpan MaxSourceTime = TimeSpan.FromMilliseconds(200);

    /// <summary>Writes the summary of a file; returns the exit code.</summary>
    /// <param name="path">The file, or <c>-</c> for standard input.</param>
    /// <param name="json">Whether it is written as JSON rather than as a page.</param>
    /// <param name="to">Receives it.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    public static int Write(string path, bool json, PageOutput to, CancellationToken cancellationToken)
    {
        FaultOutput faults = FaultOutput.Of(json, to.Output, to.Error);
        return FileGuard.OpenSeekable(path, faults, stream =>
        {
            ITraceFiles format = TraceInput.FormatOf(stream);
            bool isRead = TraceAnalysis.TrySummarize(
                format, stream, out ITraceSummary? summary, out TraceFault? fault, cancellationToken);
            stream.EndProgress();
            if (!isRead)
            {
                return Refuse(faults, path, format, fault!.Value);
            }

            return summary is GoTraceSummary ofGo
                ? WriteGo(path, ofGo, stream.Length, json, to)
                : Write(path, (TraceSummary)summary!, stream.Length, json, to);
        });
    }

    private static TimedSourceLines Timed(SourceFiles files) => new(files, MaxSourceTime, TimeProvider.System);

    private static int Refuse(FaultOutput faults, string path, ITraceFiles format, TraceFault fault) =>
        TraceAnalysis.HasFileFacts(format)
            ? faults.Refuse(path, fault)
            : faults.Refuse(
                path, "notATrace", $"{TraceFaultText.Of(fault)}; only traces of Go 1.22 or later are supported");

    private static int Write(string path, TraceSummary summary, long fileBytes, bool json, PageOutput to)
    {
        if (json)
        {
            to.Output.WriteLine(JsonOutput.Document(SummaryJson.Of(summary)));
        }
        else
        {
            using SourceFiles files = new();
            SummaryText.Write(to.Console, summary, fileBytes, Timed(files));
        }

        TraceFileFacts facts = summary.Facts;
        return facts.Fault is { } torn ? FaultOutput.Damaged(to.Error, path, torn.Offset, torn) : ExitCodes.Done;
    }

    private static int WriteGo(string path, GoTraceSummary summary, long fileBytes, bool json, PageOutput to)
    {
        if (summary.GenerationCount == 0 && summary.Fault is { } first)
        {
            // An empty page would look like that of an idle program.
            return FaultOutput.Of(json, to.Output, to.Error)
                .Refuse(
                    path, RefusalText.Truncated, $"none of its generations can be read: {TraceFaultText.Of(first)}");
        }

        SnapshotManifest? manifest = ManifestFile.Read(path, to.Error);
        if (json)
        {
            to.Output.WriteLine(JsonOutput.Document(GoSummaryJson.Of(summary, manifest)));
        }
        else
        {
            using SourceFiles files = new();
            GoSummaryText.Write(to.Console, summary, manifest, fileBytes, Timed(files));
        }

        return summary.Fault is { } torn
            ? FaultOutput.Damaged(to.Error, path, summary.GoodBytes, torn)
            : ExitCodes.Done;
    }
}
