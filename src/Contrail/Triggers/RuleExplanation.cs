namespace Contrail.Triggers;

/// <summary>What a rule observed and decided until now. Immutable; a form of JSON.</summary>
/// <param name="Rule">Its name.</param>
/// <param name="Expression">Its condition.</param>
internal sealed record RuleExplanation(string Rule, string Expression)
{
    /// <summary>Observations that it used.</summary>
    public long ObservationCount { get; init; }

    /// <summary>How often its condition was met.</summary>
    public long MatchCount { get; init; }

    /// <summary>How often it fired.</summary>
    public long FiringCount { get; init; }

    /// <summary>How often it was suppressed by its cooldown.</summary>
    public long SuppressedByCooldown { get; init; }

    /// <summary>How often it was suppressed by its quota of an hour.</summary>
    public long SuppressedByHourlyQuota { get; init; }

    /// <summary>How often it was suppressed by its quota of a day.</summary>
    public long SuppressedByDailyQuota { get; init; }

    /// <summary>How often its condition was met again before its snapshot was written.</summary>
    public long SuppressedByPending { get; init; }

    /// <summary>How often it was suppressed in the pause after its snapshot could not be written.</summary>
    public long SuppressedByFailure { get; init; }

    /// <summary>Its snapshots that could not be written.</summary>
    public long FailedCount { get; init; }

    /// <summary>
    /// In how many seconds the snapshot of its last firing is taken; 0 while it is taken or written, null if none is
    /// pending.
    /// </summary>
    public double? SnapshotInSeconds { get; init; }

    /// <summary>Comparisons with a regular expression that were not made or took too long.</summary>
    public long MatchTimeoutCount { get; init; }

    /// <summary>Keys and starts of pairs that were forgotten because there were too many.</summary>
    public long ForgottenCount { get; init; }

    /// <summary>Its last firing; null before the first. In a storm, it is none of the last decisions.</summary>
    public ExplainedDecision? LastFiring { get; init; }

    /// <summary>Its last decisions, the newest first.</summary>
    public IReadOnlyList<ExplainedDecision> Recent { get; init; } = [];

    /// <summary>Its conditions whose events are not recorded now, because the profile in force lacks them.</summary>
    public IReadOnlyList<string> NotRecorded { get; init; } = [];

    /// <summary>Fields that its condition uses and that an observed event does not have, as a sentence each.</summary>
    public IReadOnlyList<ExplainedField> MissingFields { get; init; } = [];

    /// <summary>Events, counters and providers that its condition names and that the stream does not show.</summary>
    public IReadOnlyList<ExplainedName> MissingNames { get; init; } = [];
}
