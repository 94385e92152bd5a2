using System.CommandLine;
using System.CommandLine.Parsing;

namespace Contrail.Tool.Arguments;

/// <summary>Options whose text is read by a method of our own, with a message that shows how to write it.</summary>
internal static class Parsed
{
    public delegate bool TryParse<T>(string text, out T value);

    /// <summary>An option whose value is null where it is not said; the description tells what holds then.</summary>
    public static Option<T?> Option<T>(
        string name, string description, string example, TryParse<T> tryParse, params string[] aliases)
        where T : class => Make<T?, T>(name, description, example, tryParse, aliases);

    /// <summary>The same for a value type.</summary>
    public static Option<T?> Value<T>(
        string name, string description, string example, TryParse<T> tryParse, params string[] aliases)
        where T : struct => Make<T?, T>(name, description, example, tryParse, aliases);

    /// <summary>
    /// The value of an option, for a check of the whole command; false where its text was not understood, which has
    /// been reported by then.
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

        result.AddError($"{name} does not understand '{text}'; write for example {name} {example}.");
        return default;
    }
}
