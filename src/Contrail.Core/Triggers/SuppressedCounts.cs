namespace Contrail.Core.Triggers;

/// <summary>How often a condition was met without a firing, by reason. Immutable.</summary>
/// <param name="Cooldown">During the cooldown.</param>
/// <param name="HourlyQuota">After the quota of an hour was used.</param>
/// <param name="DailyQuota">After the quota of a day was used.</param>
/// <param name="Pending">While its snapshot was not written yet.</param>
/// <param name="Failure">In the pause after its snapshot could not be written.</param>
internal readonly record struct SuppressedCounts(
    long Cooldown, long HourlyQuota, long DailyQuota, long Pending = 0, long Failure = 0)
{
    /// <summary>All of them.</summary>
    public long Total => Cooldown + HourlyQuota + DailyQuota + Pending + Failure;

    /// <summary>The sum of both, by reason.</summary>
    public static SuppressedCounts operator +(SuppressedCounts one, SuppressedCounts other) => new(
        one.Cooldown + other.Cooldown,
        one.HourlyQuota + other.HourlyQuota,
        one.DailyQuota + other.DailyQuota,
        one.Pending + other.Pending,
        one.Failure + other.Failure);

    /// <summary>The counts after a verdict; other verdicts than suppressions do not count.</summary>
    public SuppressedCounts With(VerdictReason reason) => reason switch
    {
        VerdictReason.CoolingDown => this with { Cooldown = Cooldown + 1 },
        VerdictReason.HourlyQuotaUsed => this with { HourlyQuota = HourlyQuota + 1 },
        VerdictReason.SnapshotPending => this with { Pending = Pending + 1 },
        VerdictReason.SnapshotFailed => this with { Failure = Failure + 1 },
        VerdictReason.DailyQuotaUsed => this with { DailyQuota = DailyQuota + 1 },
        _ => this,
    };
}
