using Contrail.Analysis;
using System.CommandLine;
using Contrail.Analysis.NetTrace.Reading;
using Contrail.Core.Files;
using Contrail.Core.Formats;
using Contrail.Tool.Arguments;
using Contrail.Tool.Files;
using Contrail.Tool.Json;
using Contrail.Tool.Text;

namespace Contrail.Tool.Commands;

/// <summary><c>contrail info</c>: shows the source, completeness and losses of a file.</summary>
internal static class InfoCommand
{
    public static Command Create()
    {
        Argument<string> file = new("file") { Description = "A .nettrace or Go trace file, from any tool." };
        Option<bool> json = new("--json") { Description = "Write one JSON object." };
        Option<bool> summary = new("--summary") { Hidden = true };
        Command command = new("info", "Shows the source, time range, size and losses of a trace file.")
        {
            file, json, summary,
        };
        command.Validators.Add(result =>
        {
            if (Parsed.IsGiven(result, summary))
            {
                result.AddError("'info' has no option --summary. To summarize the events, run: contrail summary FILE");
            }
        });
        command.SetAction((parsed, cancellationToken) => Task.FromResult(Run(
            parsed.GetValue(file)!,
            parsed.GetValue(json),
            parsed.InvocationConfiguration.Output,
            parsed.InvocationConfiguration.Error,
            cancellationToken)));
        return command;
    }

    private static int Run(
        string path,
        bool json,
        TextWriter output,
        TextWriter error,
        CancellationToken cancellationToken) =>
        FileGuard.OpenSeekable(path, FaultOutput.Of(json, output, error), stream =>
            TraceAnalysis.HasFileFacts(TraceInput.FormatOf(stream))
                ? WriteFacts(path, stream, json, output, error, cancellationToken)
                : WriteVerdict(path, stream, json, output, error, cancellationToken));

    private static int WriteVerdict(
        string path,
        InputStream stream,
        bool json,
        TextWriter output,
        TextWriter error,
        CancellationToken cancellationToken)
    {
        TraceInput input = new(stream);
        ITraceVerifier verifier = input.Format.Verify();
        input.Feed(verifier, onTaken: null, cancellationToken);
        TraceVerdict verdict = verifier.Conclude();
        if (verdict.Refusal is { } refusal)
        {
            return FaultOutput.Of(json, output, error).Refuse(path, refusal);
        }

        SnapshotManifest? manifest = ManifestFile.Read(InputFile.At(path), stream.Length, error);
        if (json)
        {
            output.WriteLine(JsonOutput.Document(GoInfoJson.Of(verdict, manifest)));
        }
        else
        {
            ContentsText.Write(OutputConsole.Of(output), path, verdict, manifest);
        }

        return ExitCodes.Done;
    }

    private static int WriteFacts(
        string path,
        InputStream stream,
        bool json,
        TextWriter output,
        TextWriter error,
        CancellationToken cancellationToken)
    {
        bool isRead = TraceFileFacts.TryRead(
            stream, out TraceFileFacts? facts, out TraceFault? fault, cancellationToken);
        stream.EndProgress();
        if (!isRead)
        {
            return FaultOutput.Of(json, output, error).Refuse(path, fault!.Value);
        }

        if (json)
        {
            output.WriteLine(JsonOutput.Document(InfoJson.Of(facts!)));
        }
        else
        {
            InfoText.Write(OutputConsole.Of(output), facts!, stream.Length);
        }

        return ExitCodes.Done;
    }
}
