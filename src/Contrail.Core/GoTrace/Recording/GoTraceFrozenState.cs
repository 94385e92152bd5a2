using Contrail.Core.Formats;

namespace Contrail.Core.GoTrace.Recording;

/// <summary>Marks a frozen ring as one of Go generations, which are self-contained.</summary>
internal sealed class GoTraceFrozenState : FrozenState
{
    /// <inheritdoc/>
    internal override IReadOnlyList<Loss> LossesIn(
        IReadOnlyList<IGenerationState> window, TraceTicks from, TraceTicks to) => [];

    /// <inheritdoc/>
    internal override FrozenState After(IReadOnlyList<IGenerationState> evictedOldestFirst) => this;
}
