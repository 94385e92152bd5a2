using System.CommandLine;
using Contrail.Tool.Commands;
using Contrail.Tool.Output;

namespace Contrail.Tool;

/// <summary>The command line: 0 done, 1 it failed (one line why), 2 the call was wrong.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        RootCommand root = new(
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
        ParseResult parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            return Usage(parsed);
        }

        // The commands see to signals themselves: an interrupted recording ends with a snapshot.
        InvocationConfiguration configuration = new()
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        try
        {
            return parsed.Invoke(configuration);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Say.Failed(failure.Message);
        }
    }

    private static int Usage(ParseResult parsed)
    {
        string name = parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name + " ";
        Console.Error.WriteLine(Plain.OneLine(parsed.Errors[0].Message));
        Console.Error.WriteLine($"Try: contrail {name}--help");
        return ExitCodes.Usage;
    }
}
