using Contrail.Core.Bytes;

namespace Contrail.Core.Formats;

/// <summary>
/// Where a format stores the frames that are kept. Storing may evict the oldest generations. A store for other formats
/// need not support the members that are only for formats that own their generations.
/// </summary>
internal interface IFrameStore
{
    /// <summary>
    /// Stores a frame in the generation being filled. False where the memory limit leaves no room for it even alone. A
    /// format that owns its generations then loses everything stored of this one, which is counted as a loss; any other
    /// skips the frames that depend on it (<see cref="ITraceFormat.PassOver"/>).
    /// </summary>
    bool StoreInGeneration(int kind, ReadOnlySpan<byte> payload);

    /// <summary>
    /// Ends the generation being filled: for formats that own their generations, once a generation is complete.
    /// </summary>
    /// <param name="state">What the format keeps about it.</param>
    void EndGeneration(IGenerationState state) => throw new NotSupportedException();

    /// <summary>Drops the generation being filled, which cannot be part of a file.</summary>
    /// <param name="state">What the format keeps about it.</param>
    /// <param name="asTail">Whether it is kept separately, as the latest data before a stream broke off.</param>
    void DropGeneration(IGenerationState state, bool asTail) => throw new NotSupportedException();

    /// <summary>
    /// Starts a run: what follows does not continue the stored generations, and a file cannot contain both.
    /// </summary>
    void BeginRun() => throw new NotSupportedException();

    /// <summary>Counts a loss that belongs to no generation.</summary>
    void AddLoss(in Loss loss) => throw new NotSupportedException();

    /// <summary>
    /// Stores a frame outside the generations, in a run whose lifetime the format decides. False where the memory limit
    /// leaves no room for it even alone; then the format skips the frames that depend on it.
    /// </summary>
    bool StoreRetained(StoredRun run, int kind, ReadOnlySpan<byte> payload);

    /// <summary>Starts a run for frames outside the generations.</summary>
    StoredRun NewRun();
}
