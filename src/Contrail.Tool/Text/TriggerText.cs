using System.Globalization;
using Contrail.Core.Triggers;

namespace Contrail.Tool.Text;

/// <summary>Describes triggers that fired.</summary>
internal static class TriggerText
{
    /// <summary>One line about a rule that fired: what caused it, and what was suppressed before it.</summary>
    public static string Of(PendingTrigger fired) => Of(fired.ToManifest());

    /// <inheritdoc cref="Of(PendingTrigger)"/>
    public static string Of(ManifestTrigger fired)
    {
        string subject = fired.Subject is { Length: > 0 } known ? $", {known}{DoubtOf(fired)}" : "";
        string figure = fired.Figure is { } value ? $", {Figure(fired.Unit, value)}" : "";
        string limit = fired.Limit is { } compared ? $" (limit {Figure(fired.Unit, compared)})" : "";
        string repeated = fired.RepeatedCount > 0 ? $", {NumberFormat.Count(fired.RepeatedCount + 1)} times" : "";
        long suppressed = fired.SuppressedByCooldown + fired.SuppressedByHourlyQuota + fired.SuppressedByDailyQuota
            + fired.SuppressedByPending + fired.SuppressedByFailure;
        string before = suppressed > 0 ? $", after {NumberFormat.Count(suppressed)} suppressed" : "";
        return NumberFormat.OneLine($"trigger {fired.Rule}{subject}{figure}{limit}{repeated}{before}");
    }

    // The events do not show whether code caught it.
    private static string DoubtOf(ManifestTrigger fired) => fired.Signal == "unhandled-exception"
        ? " (the last exception before the end; whether code had caught it is unknown)"
        : "";

    /// <summary>A figure with its unit, as in <see cref="ManifestTrigger.Unit"/>.</summary>
    public static string Figure(string? unit, double value) => unit == "seconds"
        ? NumberFormat.Seconds(value)
        : value.ToString("0.###", CultureInfo.InvariantCulture);
}
