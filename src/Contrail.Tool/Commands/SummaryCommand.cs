using System.CommandLine;
using Contrail.Analysis;
using Contrail.Analysis.GoTrace.Summary;
using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Reading;
using Contrail.Analysis.NetTrace.Summary;
using Contrail.Capture;
using Contrail.Core.Files;
using Contrail.Core.Formats;
using Contrail.Tool.Files;
using Contrail.Tool.Json;
using Contrail.Tool.Text;

namespace Contrail.Tool.Commands;

/// <summary><c>contrail summary</c>: summarizes the events of a .NET or Go trace on one page.</summary>
internal static class SummaryCommand
{
    public static Command Create()
    {
        Argument<string> file = new("file") { Description = "A .nettrace or Go trace file, from any tool." };
        Option<bool> json = new("--json") { Description = "Write one JSON object." };
        Command command = new("summary", "Summarizes the events of a trace file on one page.") { file, json };
        command.SetAction((parsed, cancellationToken) => Task.FromResult(Run(
            parsed.GetValue(file)!,
            parsed.GetValue(json),
            parsed.InvocationConfiguration.Output,
            parsed.InvocationConfiguration.Error,
            cancellationToken)));
        return command;
    }

    private static int Run(
        string path, bool json, TextWriter output, TextWriter error, CancellationToken cancellationToken) =>
        FileGuard.OpenSeekable(path, FaultOutput.Of(json, output, error), stream =>
        {
            ITraceFiles format = TraceInput.FormatOf(stream);
            if (!TraceAnalysis.TrySummarize(
                format, stream, out ITraceSummary? summary, out TraceFault? fault, cancellationToken))
            {
                return Refuse(FaultOutput.Of(json, output, error), path, format, fault!.Value);
            }

            return summary is GoTraceSummary ofGo
                ? WriteGo(path, ofGo, stream.Length, json, output, error)
                : Write(path, (TraceSummary)summary!, stream.Length, json, output, error);
        });

    private static int Refuse(FaultOutput faults, string path, ITraceFiles format, TraceFault fault) =>
        TraceAnalysis.HasFileFacts(format)
            ? faults.Refuse(path, fault)
            : faults.Refuse(
                path, "notATrace", $"{TraceFaultText.Of(fault)}; only traces of Go 1.22 or later are supported");

    private static int Write(
        string path, TraceSummary summary, long fileBytes, bool json, TextWriter output, TextWriter error)
    {
        if (json)
        {
            output.WriteLine(JsonOutput.Document(SummaryJson.Of(summary)));
        }
        else
        {
            SummaryText.Write(OutputConsole.Of(output), summary, fileBytes);
        }

        TraceFileFacts facts = summary.Facts;
        return facts.Fault is { } torn ? FaultOutput.Damaged(error, path, torn.Offset, torn) : ExitCodes.Done;
    }

    private static int WriteGo(
        string path, GoTraceSummary summary, long fileBytes, bool json, TextWriter output, TextWriter error)
    {
        if (summary.GenerationCount == 0 && summary.Fault is { } first)
        {
            // An empty page would look like that of an idle program.
            return FaultOutput.Of(json, output, error)
                .Refuse(
                    path, RefusalText.Truncated, $"none of its generations can be read: {TraceFaultText.Of(first)}");
        }

        SnapshotManifest? manifest = ManifestFile.Read(path, error);
        if (json)
        {
            output.WriteLine(JsonOutput.Document(GoSummaryJson.Of(summary, manifest)));
        }
        else
        {
            GoSummaryText.Write(OutputConsole.Of(output), summary, manifest, fileBytes);
        }

        return summary.Fault is { } torn
            ? FaultOutput.Damaged(error, path, summary.GoodBytes, torn)
            : ExitCodes.Done;
    }
}
