using System.Globalization;
using Contrail.Core.Triggers;

namespace Contrail.Tool.Text;

/// <summary>Describes triggers that fired, and errors of their expressions.</summary>
internal static class TriggerText
{
    private const string Start = "trigger ";

    /// <summary>One line about a rule that fired: what caused it, and what was suppressed before it.</summary>
    public static string Of(PendingTrigger fired)
    {
        TriggerFiring firing = fired.Firing;
        Observation seen = firing.Observation;
        string subject = seen.Subject.Length > 0 ? $", {seen.Subject}" : "";
        Verdict verdict = firing.Verdict;
        string figure = verdict.Unit == SignalUnit.None
            ? ""
            : $", {Text(verdict.Unit, verdict.Figure)}{LimitText(verdict)}";
        string repeated = fired.RepeatedCount > 0 ? $", {fired.RepeatedCount + 1:N0} times" : "";
        string suppressed = firing.Suppressed.Total > 0
            ? $", after {firing.Suppressed.Total:N0} suppressed"
            : "";
        return NumberFormat.OneLine($"{Start}{firing.Rule.Name}{subject}{figure}{repeated}{suppressed}");
    }

    private static string LimitText(Verdict verdict) =>
        double.IsNaN(verdict.Limit) ? "" : $" (limit {Text(verdict.Unit, verdict.Limit)})";

    private static string Text(SignalUnit unit, double value) => unit == SignalUnit.Duration
        ? NumberFormat.Seconds(value / 1e9)
        : value.ToString("0.###", CultureInfo.InvariantCulture);
}
