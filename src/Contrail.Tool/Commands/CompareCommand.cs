using System.CommandLine;
using Contrail.Tool.Arguments;
using Contrail.Tool.Files;
using Contrail.Tool.Json;
using Contrail.Tool.Text;

namespace Contrail.Tool.Commands;

/// <summary><c>contrail compare</c>: reports what differs between an incident and the time before it.</summary>
internal static class CompareCommand
{
    private static readonly Argument<string> File = new("file")
    {
        Description = "A .nettrace or Go trace file, from any tool. With two files, the usual one: A.",
    };

    private static readonly Argument<string?> Other = new("other")
    {
        Description = "The file to compare with the usual one: B.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string?> Incident = new("--incident")
    {
        Description = "The incident: -3s.. is the last 3 seconds. Default: the range that differs most.",
    };

    private static readonly Option<bool> AsJson = new("--json") { Description = "Write one JSON object." };

    public static Command Create()
    {
        Command command = new("compare", "Ranks what differs between an incident and the time before it.")
        {
            File, Other, Incident, AsJson,
        };
        command.SetAction((parsed, cancellationToken) => Task.FromResult(Run(parsed, cancellationToken)));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        (TextWriter output, TextWriter error) =
            (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        string? text = parsed.GetValue(Incident);
        IncidentRange? incident = text is null ? null : IncidentRange.Parse(text);
        if (text is not null && incident is null)
        {
            error.WriteLine(IncidentRange.Fault(text));
            return ExitCodes.Usage;
        }

        bool isJson = parsed.GetValue(AsJson);
        return ComparedFiles.Read(
            InputFile.At(parsed.GetValue(File)!),
            parsed.GetValue(Other) is { } other ? InputFile.At(other) : null,
            incident,
            FaultOutput.Of(isJson, output, error),
            found => Write(found, isJson, output),
            cancellationToken);
    }

    private static void Write(TraceComparison found, bool json, TextWriter output)
    {
        if (json)
        {
            output.WriteLine(JsonOutput.Document(DifferencesJson.Document(found.Change, found.IsTooShort)));
        }
        else
        {
            ComparisonPage.Write(OutputConsole.Of(output), found);
        }
    }
}
