using Contrail.Analysis;
using Contrail.Analysis.GoTrace.Summary;
using Contrail.Analysis.Model;
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
    public static int Write(string path, bool json, PageOutput to, CancellationToken cancellationToken) => Read(
        InputFile.At(path),
        FaultOutput.Of(json, to.Output, to.Error),
        (summary, fileBytes) => Write(summary, fileBytes, json, to),
        (summary, manifest, fileBytes) => Write(summary, manifest, fileBytes, json, to),
        cancellationToken);

    /// <summary>Reads the summary of a file; returns the exit code.</summary>
    /// <param name="input">The file.</param>
    /// <param name="faults">Receives the report about a file that cannot be read, or is damaged.</param>
    /// <param name="ofNet">Receives the summary of a .NET trace, and the size of the file.</param>
    /// <param name="ofGo">Receives the summary of a Go trace, its manifest, and the size of the file.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    public static int Read(
        InputFile input,
        FaultOutput faults,
        Action<TraceSummary, long> ofNet,
        Action<GoTraceSummary, SnapshotManifest?, long> ofGo,
        CancellationToken cancellationToken) => FileGuard.OpenSeekable(input, faults, stream =>
        {
            ITraceFiles format = TraceInput.FormatOf(stream);
            SnapshotManifest? manifest = ManifestFile.NextTo(input, format, stream.Length, faults.Error);
            bool isRead = TraceAnalysis.TrySummarize(
                format, stream, manifest, out ITraceSummary? summary, out TraceFault? fault, cancellationToken);
            stream.EndProgress();
            if (!isRead)
            {
                return Refuse(faults, input.Name, format, fault!.Value);
            }

            if (summary is GoTraceSummary found)
            {
                return ReadGo(input, faults, found, manifest, stream.Length, ofGo);
            }

            TraceSummary whole = (TraceSummary)summary!;
            ofNet(whole, stream.Length);
            return whole.Facts.Fault is { } torn
                ? FaultOutput.Damaged(faults.Error, input.Name, torn.Offset, torn)
                : ExitCodes.Done;
        });

    private static int ReadGo(
        InputFile input,
        FaultOutput faults,
        GoTraceSummary summary,
        SnapshotManifest? manifest,
        long fileBytes,
        Action<GoTraceSummary, SnapshotManifest?, long> ofGo)
    {
        if (summary.GenerationCount == 0 && summary.Fault is { } first)
        {
            // An empty page would look like that of an idle program.
            return faults.Refuse(
                input.Name, RefusalText.Truncated, $"none of its generations can be read: {TraceFaultText.Of(first)}");
        }

        ofGo(summary, manifest, fileBytes);
        return summary.Fault is { } torn
            ? FaultOutput.Damaged(faults.Error, input.Name, summary.GoodBytes, torn)
            : ExitCodes.Done;
    }

    private static TimedSourceLines Timed(SourceFiles files) => new(files, MaxSourceTime, TimeProvider.System);

    private static int Refuse(FaultOutput faults, string path, ITraceFiles format, TraceFault fault) =>
        TraceAnalysis.HasFileFacts(format)
            ? faults.Refuse(path, fault)
            : faults.Refuse(
                path, "notATrace", $"{TraceFaultText.Of(fault)}; only traces of Go 1.22 or later are supported");

    private static void Write(TraceSummary summary, long fileBytes, bool json, PageOutput to)
    {
        if (json)
        {
            to.Output.WriteLine(JsonOutput.Document(SummaryJson.Of(summary)));
            return;
        }

        using SourceFiles files = new();
        SummaryText.Write(to.Console, summary, fileBytes, Timed(files));
    }

    private static void Write(
        GoTraceSummary summary, SnapshotManifest? manifest, long fileBytes, bool json, PageOutput to)
    {
        if (json)
        {
            to.Output.WriteLine(JsonOutput.Document(GoSummaryJson.Of(summary, manifest)));
            return;
        }

        using SourceFiles files = new();
        GoSummaryText.Write(to.Console, summary, manifest, fileBytes, Timed(files));
    }
}
