using System.CommandLine;
using System.CommandLine.Parsing;

namespace Contrail.Tool.Arguments;

/// <summary>Creates options with a custom parser, whose error message shows an example.</summary>
internal static class Parsed
{
    public delegate bool TryParse<T>(string text, out T value);

    /// <summary>Creates an option whose value is null when absent; the description states the default.</summary>
    public static Option<T?> Option<T>(
        string name, string description, string example, TryParse<T> tryParse, params string[] aliases)
        where T : class => Make<T?, T>(name, description, example, tryParse, aliases);

    /// <summary>Creates such an option for a value type.</summary>
    public static Option<T?> Value<T>(
        string name, string description, string example, TryParse<T> tryParse, params string[] aliases)
        where T : struct => Make<T?, T>(name, description, example, tryParse, aliases);

    /// <summary>
    /// Gets the value of an option for a validator of the command; returns false when the text was invalid, which has
    /// already been reported.
    /// </summary>
    public static bool TryValue<T>(CommandResult result, Option<T> option, out T? value)
    {
        try
        {
            value = result.GetValue(option);
            return true;
        }
        catch (InvalidOperationException)
        {
            value = default;
            return false;
        }
    }

    /// <summary>Returns whether the command line has an option.</summary>
    public static bool IsGiven(SymbolResult result, Option option) =>
        result.GetResult(option) is { Implicit: false };

    /// <summary>Returns whether a value disables what its option sets.</summary>
    public static bool IsOff(string text) => text.Equals("off", StringComparison.OrdinalIgnoreCase);

    private static Option<TOption> Make<TOption, T>(
        string name, string description, string example, TryParse<T> tryParse, string[] aliases) =>
        new(name, aliases)
        {
            Description = description,
            HelpName = example,
            CustomParser = result => (TOption?)(object?)Parse(result, name, example, tryParse),
        };

    private static T? Parse<T>(ArgumentResult result, string name, string example, TryParse<T> tryParse)
    {
        string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (tryParse(text, out T value))
        {
            return value;
        }

        result.AddError($"Invalid value '{text}' for {name}; use for example {name} {example}.");
        return default;
    }
}
