namespace Contrail.Core.Triggers;

/// <summary>A rule that fired and whose snapshot is being taken. Immutable.</summary>
/// <param name="Firing">The first firing.</param>
/// <param name="RepeatedCount">How often its condition was met again before the snapshot was taken.</param>
internal sealed record PendingTrigger(TriggerFiring Firing, long RepeatedCount)
{
    /// <summary>As a manifest contains it, without the time of day.</summary>
    public ManifestTrigger ToManifest()
    {
        VerdictFigures figures = Firing.Verdict.Figures;
        return new ManifestTrigger(
            Firing.Rule.Name, Firing.Rule.On.ToString()!, Signals.Of(Firing.Verdict.Signal).Name)
        {
            Subject = Firing.Observation.Subject.Length > 0 ? Firing.Observation.Subject : null,
            Figure = figures.Figure,
            Limit = figures.Limit,
            Unit = figures.Unit,
            RepeatedCount = RepeatedCount,
            SuppressedByCooldown = Firing.Suppressed.Cooldown,
            SuppressedByHourlyQuota = Firing.Suppressed.HourlyQuota,
            SuppressedByDailyQuota = Firing.Suppressed.DailyQuota,
            SuppressedByPending = Firing.Suppressed.Pending,
            SuppressedByFailure = Firing.Suppressed.Failure,
        };
    }
}
