namespace Contrail.Core.Triggers;

/// <summary>
/// Limits how often a rule fires: once until its snapshot is written, with a cooldown and quotas of an hour and a day
/// for written snapshots, and a pause after one that could not be written. Not safe for concurrent use.
/// </summary>
internal sealed class Suppression
{
    /// <summary>The largest quota; the moment of each firing is kept.</summary>
    public const int MaxQuota = 10_000;

    /// <summary>
    /// The pause after a snapshot that could not be written; it doubles with each further one. The cause is still in
    /// memory a second later.
    /// </summary>
    public const long MinPauseNanoseconds = 1_000_000_000;

    /// <summary>A disk that stays full costs one attempt of a rule in a minute.</summary>
    public const long MaxPauseNanoseconds = 60_000_000_000;

    private const long Hour = 3_600_000_000_000;

    private readonly SlidingCount _hour = new(Hour, MaxQuota);
    private readonly SlidingCount _day = new(24 * Hour, MaxQuota);
    private long? _pendingSince;
    private long? _writtenAt;
    private long? _failedAt;
    private long _pause;

    /// <summary>Decides whether a rule whose condition is met fires.</summary>
    public Verdict Decide(TriggerRule rule, Verdict verdict, long now)
    {
        if (_pendingSince is { } since)
        {
            return Within(VerdictReason.SnapshotPending, now - since, rule.AfterNanoseconds);
        }

        if (_writtenAt is { } at && now - at < rule.CooldownNanoseconds)
        {
            return Within(VerdictReason.CoolingDown, now - at, rule.CooldownNanoseconds);
        }

        if (_failedAt is { } failedAt && now - failedAt < _pause)
        {
            return Within(VerdictReason.SnapshotFailed, now - failedAt, _pause);
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

        _pendingSince = now;
        return verdict;

        Verdict Within(VerdictReason reason, long passed, long all) =>
            new(reason, verdict.Signal, passed, all, SignalUnit.Duration);
    }

    /// <summary>The snapshot is written: the cooldown and the quotas count it from when the rule fired.</summary>
    public void Written()
    {
        if (_pendingSince is { } since)
        {
            _ = _hour.Add(since);
            _ = _day.Add(since);
            (_writtenAt, _failedAt, _pause) = (since, null, 0);
        }

        _pendingSince = null;
    }

    /// <summary>The snapshot could not be written: neither the cooldown nor the quotas count it.</summary>
    public void Failed(long now)
    {
        if (_pendingSince is not null)
        {
            _failedAt = now;
            _pause = Math.Clamp(_pause * 2, MinPauseNanoseconds, MaxPauseNanoseconds);
        }

        _pendingSince = null;
    }

    /// <summary>No snapshot is taken: it is as if the rule had not fired.</summary>
    public void Cancel() => _pendingSince = null;
}
