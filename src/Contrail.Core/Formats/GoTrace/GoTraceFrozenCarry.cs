namespace Contrail.Core.Formats.GoTrace;

/// <summary>Marks a frozen ring as one of Go generations; what they need, they have themselves.</summary>
internal sealed class GoTraceFrozenCarry : FrozenCarry
{
    /// <inheritdoc/>
    internal override IReadOnlyList<Loss> LossesIn(
        IReadOnlyList<IGenerationCarry> window, TraceTicks from, TraceTicks to) => [];

    /// <inheritdoc/>
    internal override FrozenCarry After(IReadOnlyList<IGenerationCarry> evictedOldestFirst) => this;
}
