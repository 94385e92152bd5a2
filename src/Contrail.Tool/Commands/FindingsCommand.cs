using System.CommandLine;
using Contrail.Analysis;
using Contrail.Analysis.Findings;
using Contrail.Core.Files;
using Contrail.Core.Formats;
using Contrail.Tool.Files;
using Contrail.Tool.Json;
using Contrail.Tool.Text;

namespace Contrail.Tool.Commands;

/// <summary><c>contrail findings</c>: reports what was wrong in a trace, and where.</summary>
internal static class FindingsCommand
{
    public static Command Create()
    {
        Argument<string> file = new("file") { Description = "A .nettrace or Go trace file, from any tool." };
        Option<bool> json = new("--json") { Description = "Write one JSON object." };
        Command command = new("findings", "Reports what was wrong in the recorded program, and where.") { file, json };
        command.SetAction((parsed, cancellationToken) => Task.FromResult(Run(
            parsed.GetValue(file)!,
            parsed.GetValue(json),
            parsed.InvocationConfiguration.Output,
            parsed.InvocationConfiguration.Error,
            cancellationToken)));
        return command;
    }

    private static int Run(
        string path, bool json, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        FaultOutput faults = FaultOutput.Of(json, output, error);
        return FileGuard.OpenSeekable(path, faults, stream =>
        {
            ITraceFiles format = TraceInput.FormatOf(stream);
            FindingRun run = new(RuleCatalog.All);
            bool isRead = TraceAnalysis.TryRead(format, stream, run.Model, out TraceFault? fault, cancellationToken);
            stream.EndProgress();
            if (!isRead)
            {
                return faults.Refuse(path, fault!.Value);
            }

            FindingReport report = run.Conclude();
            using SourceFiles lines = new();
            if (json)
            {
                output.WriteLine(JsonOutput.Document(FindingsJson.Of(report, lines)));
            }
            else
            {
                FindingsPage.Write(OutputConsole.Of(output), report, lines);
            }

            return fault is { } torn ? FaultOutput.Damaged(error, path, torn.Offset, torn) : ExitCodes.Done;
        });
    }
}
