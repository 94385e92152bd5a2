using System.CommandLine;
using Contrail.Analysis.Reading;
using Contrail.Analysis.Views;
using Contrail.Tool.Output;
using Spectre.Console;

namespace Contrail.Tool.Commands;

/// <summary><c>contrail info</c>: what a file is, whether it is whole, and what is missing.</summary>
internal static class InfoCommand
{
    private const int PathCharsMax = 1_000;

    public static Command Create()
    {
        Argument<string> file = new("file") { Description = "A .nettrace file, of Contrail or of anybody." };
        Option<bool> json = new("--json") { Description = "One JSON object." };
        Option<bool> summary = new("--summary") { Description = "Also what happened: collections, exceptions, waits." };
        Command command = new("info", "Tells what is in a file: whose, when, how much, and what is missing.")
        {
            file, json, summary,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(json) && result.GetValue(summary))
            {
                result.AddError("--json and --summary do not go together.");
            }
        });
        command.SetAction((parsed, cancellationToken) => Task.FromResult(Run(
            parsed.GetValue(file)!,
            parsed.GetValue(json),
            parsed.GetValue(summary),
            parsed.InvocationConfiguration.Output,
            parsed.InvocationConfiguration.Error,
            cancellationToken)));
        return command;
    }

    private static int Run(
        string path, bool json, bool summary, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        try
        {
            // A view reads the file once, from start to end.
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return summary
                ? WriteSummary(stream, output, error, cancellationToken)
                : WriteFacts(stream, json, output, error, cancellationToken);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException or ArgumentException)
        {
            return Fail(error, path, "there is no such file; look for it with ls, or take a snapshot: contrail record");
        }
        catch (UnauthorizedAccessException) when (Directory.Exists(path))
        {
            return Fail(error, path, "this is a directory; name one of the .nettrace files in it");
        }
        catch (UnauthorizedAccessException)
        {
            return Fail(error, path, "you may not read it; ask its owner, or run this as the same user");
        }
        catch (IOException failure)
        {
            return Fail(error, path, failure.Message);
        }
    }

    private static int WriteFacts(
        FileStream stream, bool json, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        if (!TraceFileFacts.TryRead(stream, out TraceFileFacts? facts, out string fault, cancellationToken))
        {
            return Refuse(error, stream.Name, fault);
        }

        if (json)
        {
            output.WriteLine(InfoJson.Write(facts!));
        }
        else
        {
            InfoText.Write(ConsoleOf(output), facts!, LengthOf(stream));
        }

        return ExitCodes.Done;
    }

    private static int WriteSummary(
        FileStream stream, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        if (!TraceSummary.TryRead(stream, out TraceSummary? summary, out string fault, cancellationToken))
        {
            return Refuse(error, stream.Name, fault);
        }

        IAnsiConsole console = ConsoleOf(output);
        InfoText.Write(console, summary!.Facts, LengthOf(stream));
        console.WriteLine();
        SummaryText.Write(console, summary);
        return ExitCodes.Done;
    }

    private static int Refuse(TextWriter error, string path, string fault)
    {
        string next = fault switch
        {
            "it is empty" => "nothing was ever written to it; take a snapshot: contrail record",
            _ when fault.StartsWith("a Go ", StringComparison.Ordinal) => "open it with go tool trace",
            _ when fault.StartsWith("nettrace ", StringComparison.Ordinal) => "open it with a newer Contrail or PerfView",
            _ when fault.StartsWith("NetPerf", StringComparison.Ordinal) => "open it with PerfView",
            _ when fault.StartsWith("the file ends", StringComparison.Ordinal) =>
                "nothing was recorded by then; the process may have died, take another snapshot",
            _ => "name a .nettrace file, as contrail record and dotnet-trace write them",
        };
        return Fail(error, path, $"{fault}; {next}");
    }

    private static int Fail(TextWriter error, string path, string why)
    {
        error.WriteLine($"{FileWords.Clean(path, PathCharsMax)}: {FileWords.Clean(why, PathCharsMax)}");
        return ExitCodes.Failed;
    }

    // A pipe has no length; what was read of it is what there was.
    private static long LengthOf(FileStream stream) => stream.CanSeek ? stream.Length : stream.Position;

    private static IAnsiConsole ConsoleOf(TextWriter output)
    {
        AnsiConsoleOutput target = new(output);
        return AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = target.IsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = target.IsTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Out = target,
        });
    }
}
