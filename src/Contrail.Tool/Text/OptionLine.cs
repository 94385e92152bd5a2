using System.CommandLine;
using System.CommandLine.Completions;

namespace Contrail.Tool.Text;

/// <summary>An option as the help shows it.</summary>
/// <param name="Names">Its name and then its aliases, with their dashes.</param>
/// <param name="Description">Its description.</param>
/// <param name="ValueName">What its value is called; null if it takes none.</param>
/// <param name="Values">The values that it accepts; empty if they cannot be listed.</param>
internal sealed record OptionLine(
    IReadOnlyList<string> Names, string Description, string? ValueName, IReadOnlyList<string> Values)
{
    public static OptionLine Of(Option option)
    {
        string? valueName = option.Arity.MaximumNumberOfValues == 0 || option.ValueType == typeof(bool)
            ? null
            : option.HelpName ?? option.Name.TrimStart('-').ToUpperInvariant();
        return new OptionLine(
            [option.Name, .. option.Aliases.Order(StringComparer.Ordinal)],
            option.Description ?? "",
            valueName,
            valueName is null ? [] : ValuesOf(option, valueName));
    }

    private static string[] ValuesOf(Option option, string valueName)
    {
        if (option.ValueType == typeof(Profile))
        {
            return [.. Profile.All.Select(profile => profile.Name)];
        }

        string[] alternatives = valueName.Split('|');
        bool areWords = alternatives.Length > 1
            && alternatives.All(word => word.All(letter => char.IsAsciiLetterLower(letter) || letter == '-'));
        return areWords
            ? alternatives
            : [.. option.GetCompletions(CompletionContext.Empty).Select(item => item.Label)];
    }
}
