using System.CommandLine.Parsing;
using Contrail.Tool.Arguments;

namespace Contrail.Tool.Commands;

/// <summary>The ways to select what <c>contrail record</c> records: exactly one must be given.</summary>
internal static class RecordTarget
{
    /// <summary>The command's name on the command line.</summary>
    public const string CommandName = "record";

    private const string Rule =
        "--pid N, --name X ('contrail ps' lists both), --url URL, --stdin --format go, or -- command…";

    /// <summary>Returns why the selection is invalid, or null when exactly one way is given.</summary>
    public static string? WhyNotOne(IReadOnlyList<string> given) => given.Count switch
    {
        0 => $"record needs a process to record: {Rule}",
        1 => null,
        _ => $"{string.Join(" and ", given)} exclude each other. Use one of {Rule}",
    };

    /// <summary>Returns an error for arguments that do not follow <c>--</c>, or null without any.</summary>
    public static string? StrayWords(CommandResult result, IReadOnlyList<string> words)
    {
        if (result.Command.Name != CommandName || words.Count == 0)
        {
            return null;
        }

        string word = UsageFault.Quoted(words[0]);
        bool isNumber = words[0].All(char.IsAsciiDigit);
        bool hasTarget = result.Children.OfType<OptionResult>().Any(
            option => option is { Implicit: false, Option.Name: "--pid" or "--name" or "--url" or "--stdin" });
        return (isNumber, hasTarget) switch
        {
            (true, false) => $"A process id requires --pid: contrail record --pid {words[0]}",
            (true, true) => $"record records one process, and {word} is a second one. Run contrail once for each.",
            (false, true) => $"Unexpected argument {word}: options select the process; arguments only follow '--'.",
            (false, false) => $"Unexpected argument {word}. To run a command, put '--' before it: contrail record -- "
                + $"{string.Join(' ', words)}; to record a running process, use --name or --pid.",
        };
    }
}
