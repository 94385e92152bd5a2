namespace Contrail.Core.Triggers;

/// <summary>Why a rule fires or does not.</summary>
internal enum VerdictReason
{
    /// <summary>The rule does not use the observation.</summary>
    Unknown = 0,

    /// <summary>It fires; the figure is compared with the limit.</summary>
    Fire,

    /// <summary>A field differs from what the rule requires.</summary>
    OtherField,

    /// <summary>The comparison with a regular expression took too long, or is suspended because it did.</summary>
    MatchTimedOut,

    /// <summary>The observation has no number to compare.</summary>
    NoValue,

    /// <summary>The figure is on the other side of the limit.</summary>
    WithinLimit,

    /// <summary>So many values were observed, and so many are required.</summary>
    NotEnoughValues,

    /// <summary>The condition has been met for the figure, and has to be for the limit.</summary>
    NotLongEnough,

    /// <summary>The first event of a pair; the second is awaited.</summary>
    PairStarted,

    /// <summary>The second event of a pair whose first is not known.</summary>
    NoPairStart,

    /// <summary>So many of the conditions were met in time, and all are required.</summary>
    OthersMissing,

    /// <summary>
    /// Its snapshot is not written yet: the figure is the time since it fired, the limit the time after which the
    /// snapshot is taken.
    /// </summary>
    SnapshotPending,

    /// <summary>
    /// Its last snapshot could not be written: the figure is the time since then, the limit the pause until it can fire
    /// again.
    /// </summary>
    SnapshotFailed,

    /// <summary>It fired recently: the figure is the time since then, the limit the cooldown.</summary>
    CoolingDown,

    /// <summary>It fired as often in the last hour as it may.</summary>
    HourlyQuotaUsed,

    /// <summary>It fired as often in the last 24 hours as it may.</summary>
    DailyQuotaUsed,
}
