using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Contrail.Tool.Commands;

namespace Contrail.Tool.Arguments;

/// <summary>Finds the usage error of a command line: the word, and the rule it violates.</summary>
internal static class UsageFault
{
    private const int MaxWordChars = 40;

    /// <summary>Returns the error in at most two sentences, or null without an error.</summary>
    public static string? Find(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        string[] words = [.. Words(parsed)];
        if (command is RootCommand)
        {
            return OfRoot(parsed, words.FirstOrDefault());
        }

        return parsed.Action is HelpAction
            ? null
            : UnknownOption(command, words)
                ?? RecordTarget.StrayWords(parsed.CommandResult, words)
                ?? MissingOrSurplus(parsed)
                ?? (parsed.Errors is [{ } first, ..] ? first.Message : null);
    }

    /// <summary>Quotes a word for a message, shortened if it is long.</summary>
    public static string Quoted(string word) =>
        $"'{(word.Length > MaxWordChars ? word[..MaxWordChars] + "…" : word)}'";

    private static string? OfRoot(ParseResult parsed, string? word)
    {
        string[] names = [.. parsed.CommandResult.Command.Subcommands
            .Where(command => !command.Hidden).Select(command => command.Name)];
        string all = $"The commands are {string.Join(", ", names)}.";
        if (word is null)
        {
            return parsed.Errors.Count > 0 ? $"No command is given. {all}" : null;
        }

        return IsOption(word)
            ? UnknownOption(parsed.CommandResult.Command, [word])
            : $"Unknown command {Quoted(word)}. {Suggestion(word, names) ?? all}";
    }

    private static string? UnknownOption(Command command, IEnumerable<string> words)
    {
        if (words.FirstOrDefault(IsOption) is not { } option)
        {
            return null;
        }

        // --profil=cpu and --profil:cpu contain both an option and its value.
        string name = option[..(option.IndexOfAny(['=', ':']) is var end and > 0 ? end : option.Length)];
        string of = command is RootCommand ? "" : $" of {command.Name}";
        IEnumerable<string> known = command.Options.SelectMany(one => one.Aliases.Append(one.Name))
            .Where(one => one.StartsWith("--", StringComparison.Ordinal));
        return $"Unknown option {Quoted(name)}{of}. {Suggestion(name, known)}".TrimEnd();
    }

    private static string? MissingOrSurplus(ParseResult parsed)
    {
        CommandResult result = parsed.CommandResult;
        Command command = result.Command;
        Argument? argument = command.Arguments.FirstOrDefault();
        if (parsed.UnmatchedTokens is [{ } surplus, ..])
        {
            return argument is null
                ? $"{command.Name} takes no argument, but {Quoted(surplus)} is given."
                : $"{command.Name} takes one {argument.Name}, and {Quoted(surplus)} is a second one. "
                    + "Run contrail once for each.";
        }

        if (argument is { Arity.MinimumNumberOfValues: > 0 } && result.GetResult(argument) is not { Tokens.Count: > 0 })
        {
            string name = argument.Name.ToUpperInvariant();
            return $"{command.Name} needs a {argument.Name}: contrail {command.Name} {name}";
        }

        return command.Options.Select(option => MissingOrRepeated(result, option))
            .FirstOrDefault(why => why is not null);
    }

    private static string? MissingOrRepeated(CommandResult result, Option option)
    {
        OptionResult? given = result.GetResult(option) is { Implicit: false } one ? one : null;
        string example = $"{option.Name} {option.HelpName ?? "FILE"}";
        if (given is null)
        {
            return option.Required ? $"{result.Command.Name} needs {option.Name}, for example {example}" : null;
        }

        string[] values = [.. given.Tokens.Select(token => token.Value)];
        return values.Length < option.Arity.MinimumNumberOfValues
            ? $"{option.Name} needs a value, for example {example}"
            : values.Length > option.Arity.MaximumNumberOfValues
                ? $"{option.Name} takes one value, but has {string.Join(" and ", values.Select(Quoted))}. "
                    + "Run contrail once for each."
                : null;
    }

    private static string? Suggestion(string word, IEnumerable<string> known) =>
        NearestWord.Of(word, known) is { } nearest ? $"Did you mean '{nearest}'?" : null;

    private static bool IsOption(string word) => word.Length > 1 && word[0] == '-';

    // Returns the words that are neither known options nor their values and do not follow '--'.
    private static IEnumerable<string> Words(ParseResult parsed)
    {
        HashSet<Token> values = new(
            parsed.CommandResult.Children.OfType<OptionResult>().SelectMany(option => option.Tokens),
            ReferenceEqualityComparer.Instance);
        return parsed.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash)
            .Where(token => token.Type == TokenType.Argument && !values.Contains(token))
            .Select(token => token.Value);
    }
}
