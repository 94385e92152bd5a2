namespace Contrail;

/// <summary>A rule that fired and for which a snapshot was taken. Immutable.</summary>
/// <param name="Rule">The name of the rule.</param>
/// <param name="Expression">Its condition.</param>
/// <param name="Signal">What was observed, for example <c>gc-pause</c>.</param>
public sealed record ManifestTrigger(string Rule, string Expression, string Signal)
{
    /// <summary>When it was observed; null where the time of day is unknown.</summary>
    public DateTime? AtUtc { get; init; }

    /// <summary>A type, a route, the name of a counter or event; null if the signal has none.</summary>
    public string? Subject { get; init; }

    /// <summary>What was measured; null if the rule compares no number.</summary>
    public double? Figure { get; init; }

    /// <summary>What it was compared with; null if the rule compares no number.</summary>
    public double? Limit { get; init; }

    /// <summary>
    /// The unit of both: <c>seconds</c>, <c>bytes</c>, <c>count</c>, <c>rate</c> (for the time that the condition
    /// names), <c>level</c> or <c>number</c>; null if the rule compares no number.
    /// </summary>
    public string? Unit { get; init; }

    /// <summary>How often its condition was met again before this snapshot was taken.</summary>
    public long RepeatedCount { get; init; }

    /// <summary>How often its condition was met without a snapshot since the one before, during the cooldown.</summary>
    public long SuppressedByCooldown { get; init; }

    /// <summary>The same after the quota of an hour was used.</summary>
    public long SuppressedByHourlyQuota { get; init; }

    /// <summary>The same after the quota of a day was used.</summary>
    public long SuppressedByDailyQuota { get; init; }

    /// <summary>The same while the snapshot before was being written.</summary>
    public long SuppressedByPending { get; init; }

    /// <summary>The same because a snapshot could not be written, and in the pause after that.</summary>
    public long SuppressedByFailure { get; init; }
}
