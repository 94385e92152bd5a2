using System.CommandLine.Parsing;
using Contrail.Tool.Arguments;

namespace Contrail.Tool.Commands;

/// <summary>The ways to name what <c>contrail record</c> records: exactly one of them is given.</summary>
internal static class RecordTarget
{
    private const string Rule =
        "--pid N, --name X ('contrail ps' lists both), --url URL, --stdin --format go, or -- command…";

    /// <summary>What is wrong with the options that name it; null if exactly one of them is given.</summary>
    public static string? WhyNotOne(IReadOnlyList<string> given) => given.Count switch
    {
        0 => $"record needs to know what to record: {Rule}",
        1 => null,
        _ => $"{string.Join(" and ", given)} exclude each other. Give one of {Rule}",
    };

    /// <summary>What is wrong with words that do not follow <c>--</c>; null if there are none.</summary>
    public static string? StrayWords(CommandResult result, IReadOnlyList<string> words)
    {
        if (result.Command.Name != RecordCommand.CommandName || words.Count == 0)
        {
            return null;
        }

        string word = UsageFault.Quoted(words[0]);
        bool isNumber = words[0].All(char.IsAsciiDigit);
        bool hasTarget = result.Children.OfType<OptionResult>().Any(
            option => option is { Implicit: false, Option.Name: "--pid" or "--name" or "--url" or "--stdin" });
        return (isNumber, hasTarget) switch
        {
            (true, false) => $"A process id is given with --pid: contrail record --pid {words[0]}",
            (true, true) => $"record records one process, and {word} is a second one. Run contrail once for each.",
            (false, true) => $"Unexpected argument {word}: record takes none after the options that name a process.",
            (false, false) => $"Unexpected argument {word}. To run a command, put '--' before it: contrail record -- "
                + $"{string.Join(' ', words)}; to record a running process, use --name or --pid.",
        };
    }
}
