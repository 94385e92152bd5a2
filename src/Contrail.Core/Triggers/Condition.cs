namespace Contrail.Core.Triggers;

/// <summary>
/// What has to be observed for a rule to fire. Immutable; its memory is a <see cref="ConditionState"/>.
/// </summary>
internal abstract record Condition
{
    /// <summary>The conditions on one signal inside it.</summary>
    public abstract IEnumerable<SignalCondition> Signals { get; }

    /// <summary>An empty memory.</summary>
    public abstract ConditionState NewState();

    /// <summary>The canonical expression.</summary>
    public sealed override string ToString() => ConditionText.Of(this);
}
