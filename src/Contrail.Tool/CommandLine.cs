using System.CommandLine;
using Contrail.Tool.Arguments;
using Contrail.Tool.Commands;
using Contrail.Tool.Text;

namespace Contrail.Tool;

/// <summary>The command line. Exit codes: 0 success, 1 failure (with one line why), 2 invalid usage.</summary>
internal static class CommandLine
{
    /// <summary>Creates the root command with all commands.</summary>
    public static RootCommand Root() => new(
        "Keeps the recent history of a .NET or Go process in memory, and writes it to a trace file on request.")
    {
        PsCommand.Create(),
        RecordCommand.Create(),
        InfoCommand.Create(),
        FindingsCommand.Create(),
        CompareCommand.Create(),
        SummaryCommand.Create(),
        ViewCommand.Create(),
        TriggersCommand.Create(),
        McpCommand.Create(),
        DoctorCommand.Create(),
        VerifyCommand.Create(),
        RepairCommand.Create(),
        ConvertCommand.Create(),
        SqlCommand.Create(),
        CutCommand.Create(),
        DumpCommand.Create(),
        AssembleCommand.Create(),
        DemoCommand.Create(),
        CompletionCommand.Create(),
        ManCommand.Create(),
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

    // The failure may be in standard error itself, when its terminal was closed.
    private static void WriteIfPossible(TextWriter error, string message)
    {
        try
        {
            error.WriteLine(NumberFormat.OneLine(message));
        }
        catch (IOException)
        {
            // Only the exit code can still report the failure.
        }
    }

    // Other tools have 'help' and 'version' as commands.
    private static string[] WithOptionsForWords(string[] arguments) => arguments switch
    {
        ["help", .. string[] rest] => [.. rest, "--help"],
        ["version"] => ["--version"],
        _ => arguments,
    };
}
