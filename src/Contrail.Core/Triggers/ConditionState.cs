namespace Contrail.Core.Triggers;

/// <summary>
/// The memory of a condition, bounded, and the decisions that it leads to. Time is an argument that never decreases.
/// Not safe for concurrent use.
/// </summary>
internal abstract class ConditionState
{
    /// <summary>Comparisons with a regular expression that were not made or took too long.</summary>
    public virtual long MatchTimeoutCount => 0;

    /// <summary>Keys and starts of pairs that were forgotten because there were too many.</summary>
    public virtual long ForgottenCount => 0;

    /// <summary>Decides on an observation.</summary>
    public abstract Verdict Decide(in Observation observation, long now);

    /// <summary>Decides on the time that has passed.</summary>
    public virtual Verdict Tick(long now) => default;
}
