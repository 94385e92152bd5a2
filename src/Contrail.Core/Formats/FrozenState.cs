namespace Contrail.Core.Formats;

/// <summary>
/// What a file needs in addition to the generations, frozen with them; only the format's assembler reads it.
/// </summary>
internal abstract class FrozenState
{
    /// <summary>Losses, relevant to a window, of data that should have survived eviction.</summary>
    /// <param name="window">The window's generations.</param>
    /// <param name="from">When it begins.</param>
    /// <param name="to">When it ends.</param>
    internal abstract IReadOnlyList<Loss> LossesIn(
        IReadOnlyList<IGenerationState> window, TraceTicks from, TraceTicks to);

    /// <summary>
    /// The state if these generations, the oldest of its ring, had been evicted before the freeze. Pure: this state
    /// does not change.
    /// </summary>
    internal abstract FrozenState After(IReadOnlyList<IGenerationState> evictedOldestFirst);
}
