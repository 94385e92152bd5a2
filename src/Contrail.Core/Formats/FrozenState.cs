namespace Contrail.Core.Formats;

/// <summary>What a file needs beside the generations, frozen with them; only the format's assembler reads it.</summary>
internal abstract class FrozenState
{
    /// <summary>What had to be given up of what should have survived eviction, as far as a window needs it.</summary>
    /// <param name="window">The window's generations.</param>
    /// <param name="from">When it begins.</param>
    /// <param name="to">When it ends.</param>
    internal abstract IReadOnlyList<Loss> LossesIn(
        IReadOnlyList<IGenerationState> window, TraceTicks from, TraceTicks to);

    /// <summary>
    /// What it would be if these generations, the oldest of its ring, had been evicted before the freeze. Pure: this
    /// one stays as it is.
    /// </summary>
    internal abstract FrozenState After(IReadOnlyList<IGenerationState> evictedOldestFirst);
}
