using System.CommandLine;
using System.CommandLine.Parsing;

namespace Contrail.Tool.Arguments;

/// <summary>Options whose text is read by a method of our own, with a message that shows how to write it.</summary>
internal static class Parsed
{
    public delegate bool TryParse<T>(string text, out T value);

    public static Option<T> Option<T>(string name, string description, string example, TryParse<T> tryParse, T preset) =>
        new(name)
        {
            Description = description,
            HelpName = example,
            CustomParser = result => Parse(result, name, example, tryParse),
            DefaultValueFactory = _ => preset,
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
