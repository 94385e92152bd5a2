using System.CommandLine;
using Contrail.Analysis.Findings;
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
        Option<bool> all = new("--all")
        {
            Description = "List each cause that was looked for, and what to record for the others.",
        };
        Option<bool> json = new("--json") { Description = "Write one JSON object." };
        Command command = new("findings", "Reports what was wrong in the recorded program, and where.")
        {
            file, all, json,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            bool isJson = parsed.GetValue(json);
            (TextWriter output, TextWriter error) =
                (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            return Task.FromResult(FindingsFile.Read(
                InputFile.At(parsed.GetValue(file)!),
                FaultOutput.Of(isJson, output, error),
                report => Write(report, isJson, parsed.GetValue(all), output),
                cancellationToken));
        });
        return command;
    }

    private static void Write(FindingReport report, bool json, bool isWhole, TextWriter output)
    {
        using SourceFiles lines = new();
        if (json)
        {
            output.WriteLine(JsonOutput.Document(FindingsJson.Of(report, lines)));
        }
        else
        {
            FindingsPage.Write(OutputConsole.Of(output), report, lines, isWhole);
        }
    }
}
