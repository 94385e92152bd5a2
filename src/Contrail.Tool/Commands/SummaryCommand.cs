using System.CommandLine;
using Contrail.Tool.Files;

namespace Contrail.Tool.Commands;

/// <summary><c>contrail summary</c>: summarizes the events of a .NET or Go trace on one page.</summary>
internal static class SummaryCommand
{
    public static Command Create()
    {
        Argument<string> file = new("file") { Description = "A .nettrace or Go trace file, from any tool." };
        Option<bool> json = new("--json") { Description = "Write one JSON object." };
        Command command = new("summary", "Summarizes the events of a trace file on one page.") { file, json };
        command.SetAction((parsed, cancellationToken) => Task.FromResult(SummaryFile.Write(
            parsed.GetValue(file)!,
            parsed.GetValue(json),
            PageOutput.Of(parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error),
            cancellationToken)));
        return command;
    }
}
