using System.Globalization;
using Contrail.Core.Triggers;

namespace Contrail.Tool.Text;

/// <summary>Describes triggers that fired, and errors of their expressions.</summary>
internal static class TriggerText
{
    private const string Start = "trigger ";

    /// <summary>One line about a firing: the rule, what caused it, and what was suppressed before it.</summary>
    public static string Of(TriggerFiring firing)
    {
        Observation seen = firing.Observation;
        string subject = seen.Subject.Length > 0 ? $", {seen.Subject}" : "";
        string figure = firing.Verdict.Unit == SignalUnit.None ? "" : $", {FigureOf(firing.Verdict)}";
        string suppressed = firing.Suppressed.Total > 0
            ? $", after {firing.Suppressed.Total:N0} suppressed"
            : "";
        return NumberFormat.OneLine($"{Start}{firing.Rule.Name}{subject}{figure}{suppressed}");
    }

    /// <summary>One line about an error: what is wrong at which character, and an example.</summary>
    public static string Of(string expression, TriggerError error)
    {
        string expected = error.Expected.Length > 0 ? $"; expected {error.Expected}" : "";
        return $"Invalid trigger '{expression}' at character {error.Position + 1}: {error.Message}{expected}. "
            + $"For example: --on '{error.Example}'";
    }

    private static string FigureOf(Verdict verdict) => verdict.Unit switch
    {
        SignalUnit.Duration => NumberFormat.Seconds(verdict.Figure / 1e9),
        _ => verdict.Figure.ToString("0.###", CultureInfo.InvariantCulture),
    };
}
