namespace Contrail.Core.Formats;

/// <summary>
/// Where a format that marks its generations stores its frames. Storing may evict the oldest generations.
/// </summary>
internal interface IGenerationStore
{
    /// <summary>
    /// Stores a frame in the generation being filled. False where the memory limit leaves no room for it even alone:
    /// then everything stored of this generation is lost, which is counted as a loss.
    /// </summary>
    bool StoreInGeneration(int kind, ReadOnlySpan<byte> payload);

    /// <summary>Ends the generation being filled, once it is complete.</summary>
    /// <param name="state">What the format keeps about it.</param>
    void EndGeneration(IGenerationState state);

    /// <summary>Drops the generation being filled, which cannot be part of a file.</summary>
    /// <param name="state">What the format keeps about it.</param>
    /// <param name="asTail">Whether it is kept separately, as the latest data before a stream broke off.</param>
    void DropGeneration(IGenerationState state, bool asTail);

    /// <summary>
    /// Starts a run: what follows does not continue the stored generations, and a file cannot contain both.
    /// </summary>
    void BeginRun();

    /// <summary>Counts a loss that belongs to no generation.</summary>
    void AddLoss(in Loss loss);
}
