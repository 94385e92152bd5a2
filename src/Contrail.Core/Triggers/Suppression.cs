namespace Contrail.Core.Triggers;

/// <summary>
/// Limits how often a rule fires: a cooldown, and quotas of an hour and a day. Not safe for concurrent use.
/// </summary>
internal sealed class Suppression
{
    /// <summary>The largest quota; the moment of each firing is kept.</summary>
    public const int MaxQuota = 10_000;

    private const long Hour = 3_600_000_000_000;

    private readonly SlidingCount _hour = new(Hour, MaxQuota);
    private readonly SlidingCount _day = new(24 * Hour, MaxQuota);
    private long? _firedAt;

    /// <summary>Decides whether a rule whose condition is met fires.</summary>
    public Verdict Decide(TriggerRule rule, Verdict verdict, long now)
    {
        if (_firedAt is { } at && now - at < rule.CooldownNanoseconds)
        {
            return new Verdict(
                VerdictReason.CoolingDown, verdict.Signal, now - at, rule.CooldownNanoseconds, SignalUnit.Duration);
        }

        int today = _day.At(now);
        if (rule.MaxPerDay is { } perDay && today >= perDay)
        {
            return new Verdict(VerdictReason.DailyQuotaUsed, verdict.Signal, today, perDay, SignalUnit.Count);
        }

        int lately = _hour.At(now);
        if (rule.MaxPerHour is { } perHour && lately >= perHour)
        {
            return new Verdict(VerdictReason.HourlyQuotaUsed, verdict.Signal, lately, perHour, SignalUnit.Count);
        }

        _firedAt = now;
        _ = _hour.Add(now);
        _ = _day.Add(now);
        return verdict;
    }
}
