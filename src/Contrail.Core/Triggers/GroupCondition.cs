namespace Contrail.Core.Triggers;

/// <summary>Several conditions: any of them, or all of them within a time. Immutable.</summary>
/// <param name="Parts">At least two conditions.</param>
/// <param name="WithinNanoseconds">The time in which all of them have to match; null if one is enough.</param>
internal sealed record GroupCondition(IReadOnlyList<Condition> Parts, long? WithinNanoseconds) : Condition
{
    /// <inheritdoc/>
    public override IEnumerable<SignalCondition> Signals => Parts.SelectMany(part => part.Signals);

    /// <inheritdoc/>
    public override ConditionState NewState() => new GroupState(this);
}
