using Contrail.Core.Triggers;

namespace Contrail.Triggers;

/// <summary>Describes errors of expressions and files of rules.</summary>
internal static class TriggerErrorText
{
    /// <summary>One line: what is wrong at which character, what is expected there, and an example.</summary>
    public static string Of(string expression, TriggerError error) =>
        $"Invalid trigger '{expression}' at character {error.Position + 1}: {error.Message}{Expected(error)}. "
        + $"For example: '{error.Example}'";

    /// <summary>One line: the file, the line, the place, and what is wrong.</summary>
    public static string Of(string path, RulesError error)
    {
        string place = error.Place.Length > 0 ? $"{error.Place}: " : "";
        string example = error.Expression is { } inside ? $"{Expected(inside)}. For example: '{inside.Example}'" : "";
        return $"Invalid rules in {path}, line {error.Line}: {place}{error.Message}{example}";
    }

    private static string Expected(TriggerError error) =>
        error.Expected.Length > 0 ? $"; expected {error.Expected}" : "";
}
