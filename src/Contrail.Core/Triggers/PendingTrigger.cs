using Contrail.Core.Formats;

namespace Contrail.Core.Triggers;

/// <summary>A rule that fired and whose snapshot has not been taken yet. Immutable.</summary>
/// <param name="Firing">The first firing.</param>
/// <param name="RepeatedCount">How often it fired again.</param>
internal sealed record PendingTrigger(TriggerFiring Firing, long RepeatedCount)
{
    private const double NanosecondsPerSecond = 1e9;

    /// <summary>As a manifest contains it, without the time of day.</summary>
    public ManifestTrigger ToManifest()
    {
        Verdict verdict = Firing.Verdict;
        bool isDuration = verdict.Unit == SignalUnit.Duration;
        bool isNumber = verdict.Unit != SignalUnit.None;
        return new ManifestTrigger(
            Firing.Rule.Name, Firing.Rule.On.ToString()!, Signals.Of(verdict.Signal).Name)
        {
            Subject = Firing.Observation.Subject.Length > 0 ? Firing.Observation.Subject : null,
            Figure = isNumber ? Scaled(verdict.Figure) : null,
            Limit = isNumber ? Scaled(verdict.Limit) : null,
            Unit = verdict.Unit switch
            {
                SignalUnit.Duration => "seconds",
                SignalUnit.None => null,
                var other => EnumName.Of(other),
            },
            RepeatedCount = RepeatedCount,
            SuppressedByCooldown = Firing.Suppressed.Cooldown,
            SuppressedByHourlyQuota = Firing.Suppressed.HourlyQuota,
            SuppressedByDailyQuota = Firing.Suppressed.DailyQuota,
        };

        double? Scaled(double value) =>
            !double.IsFinite(value) ? null : isDuration ? value / NanosecondsPerSecond : value;
    }
}
