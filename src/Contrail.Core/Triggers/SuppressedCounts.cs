namespace Contrail.Core.Triggers;

/// <summary>How often a condition was met without a firing, by reason. Immutable.</summary>
/// <param name="Cooldown">During the cooldown.</param>
/// <param name="HourlyQuota">After the quota of an hour was used.</param>
/// <param name="DailyQuota">After the quota of a day was used.</param>
internal readonly record struct SuppressedCounts(long Cooldown, long HourlyQuota, long DailyQuota)
{
    /// <summary>All of them.</summary>
    public long Total => Cooldown + HourlyQuota + DailyQuota;

    /// <summary>The counts after a verdict; other verdicts than suppressions do not count.</summary>
    public SuppressedCounts With(VerdictReason reason) => reason switch
    {
        VerdictReason.CoolingDown => this with { Cooldown = Cooldown + 1 },
        VerdictReason.HourlyQuotaUsed => this with { HourlyQuota = HourlyQuota + 1 },
        VerdictReason.DailyQuotaUsed => this with { DailyQuota = DailyQuota + 1 },
        _ => this,
    };
}
