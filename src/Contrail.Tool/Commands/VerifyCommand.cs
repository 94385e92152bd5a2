using System.CommandLine;
using Contrail.Core.Files;
using Contrail.Tool.Files;
using Contrail.Tool.Json;
using Contrail.Tool.Text;

namespace Contrail.Tool.Commands;

/// <summary><c>contrail verify</c>: checks whether readers can open a file, and locates damage.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        Argument<string> file = new("file") { Description = "A .nettrace or Go trace file, from any tool." };
        Option<bool> json = new("--json") { Description = "Write one JSON object." };
        Command command = new("verify", "Checks that a trace file is complete and readable, and locates damage.")
        {
            file, json,
        };
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
        FileGuard.Open(path, FaultOutput.Of(json, output, error), stream =>
        {
            TraceInput input = new(stream);
            ITraceVerifier verifier = input.Format.Verify();
            input.Feed(verifier, onTaken: null, cancellationToken);
            TraceVerdict verdict = verifier.Conclude();
            return verdict.Refusal is { } refusal
                ? FaultOutput.Of(json, output, error).Refuse(path, refusal)
                : Report(path, verdict, json, output, error);
        });

    private static int Report(string path, TraceVerdict verdict, bool json, TextWriter output, TextWriter error)
    {
        if (json)
        {
            output.WriteLine(JsonOutput.Document(VerdictJson.Of(verdict)));
        }
        else
        {
            VerdictText.Write(output, verdict);
        }

        return verdict.IsComplete ? ExitCodes.Done : FaultOutput.Report(error, path, VerdictText.Next(verdict));
    }
}
