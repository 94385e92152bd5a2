using System.CommandLine;
using Contrail.Tool.Arguments;
using Contrail.Tool.Commands;
using Contrail.Tool.Text;

namespace Contrail.Tool;

/// <summary>The command line: 0 done, 1 it failed (one line why), 2 the call was wrong.</summary>
internal static class CommandLine
{
    /// <summary>The tool with all its commands.</summary>
    public static RootCommand Root() => new(
        "A flight recorder for .NET and Go: holds the recent past of a process, and writes it to a file.")
    {
        PsCommand.Create(),
        RecordCommand.Create(),
        InfoCommand.Create(),
        SummaryCommand.Create(),
        DoctorCommand.Create(),
        VerifyCommand.Create(),
        RepairCommand.Create(),
        CutCommand.Create(),
        DumpCommand.Create(),
        AssembleCommand.Create(),
        DemoCommand.Create(),
    };

    /// <summary>Runs a command and returns its exit code.</summary>
    public static int Run(string[] arguments, TextWriter output, TextWriter error)
    {
        try
        {
            return Run(Root().Parse(WithOptionsForWords(arguments)), output, error);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or OutputException)
        {
            WriteIfPossible(error, failure.Message);
            return ExitCodes.Failed;
        }
    }

    private static int Run(ParseResult parsed, TextWriter output, TextWriter error)
    {
        if (UsageFault.Find(parsed) is { } fault)
        {
            string name = parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name + " ";
            error.WriteLine(NumberFormat.OneLine(fault));
            error.WriteLine($"Try: contrail {name}--help");
            return ExitCodes.Usage;
        }

        // The commands handle signals themselves: an interrupted recording ends with a snapshot.
        InvocationConfiguration configuration = new()
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
            Output = output,
            Error = error,
        };
        return parsed.Invoke(configuration);
    }

    // What failed may be standard error itself: its terminal can have gone.
    private static void WriteIfPossible(TextWriter error, string message)
    {
        try
        {
            error.WriteLine(NumberFormat.OneLine(message));
        }
        catch (IOException)
        {
            // The exit code is all that is left to report with.
        }
    }

    // Other tools have them as commands.
    private static string[] WithOptionsForWords(string[] arguments) => arguments switch
    {
        ["help", .. string[] rest] => [.. rest, "--help"],
        ["version"] => ["--version"],
        _ => arguments,
    };
}
