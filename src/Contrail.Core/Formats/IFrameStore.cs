using Contrail.Core.Bytes;

namespace Contrail.Core.Formats;

/// <summary>
/// Where a format puts the frames that are kept. Storing may evict the oldest generations. What is for formats that own
/// their generations need not be there in a store for others.
/// </summary>
internal interface IFrameStore
{
    /// <summary>
    /// Puts a frame into the generation being filled. False where the limit of memory leaves no room for it even alone.
    /// Of a format that owns its generations, all that was stored of this one is then dropped and counted as a loss;
    /// any other passes over what depends on it (<see cref="ITraceFormat.PassOver"/>).
    /// </summary>
    bool StoreInGeneration(int kind, ReadOnlySpan<byte> payload);

    /// <summary>
    /// Ends the generation being filled, and asks the format for what it knows of it: for formats that own their
    /// generations, when they have one whole.
    /// </summary>
    void EndGeneration() => throw new NotSupportedException();

    /// <summary>Gives up the generation being filled, which can be in no file.</summary>
    /// <param name="asTail">Whether it is kept aside, as the last that is known before a stream broke off.</param>
    void DropGeneration(bool asTail) => throw new NotSupportedException();

    /// <summary>Says that what comes now does not continue what is held: no file can have both.</summary>
    void BeginRun() => throw new NotSupportedException();

    /// <summary>Counts a loss that belongs to no generation.</summary>
    void AddLoss(in Loss loss) => throw new NotSupportedException();

    /// <summary>
    /// Puts a frame beside the generations, into a run whose life the format decides. False where the limit of memory
    /// leaves no room for it even alone; then the format passes over what depends on it.
    /// </summary>
    bool StoreRetained(StoredRun run, int kind, ReadOnlySpan<byte> payload);

    /// <summary>Begins a run for frames beside the generations.</summary>
    StoredRun NewRun();
}
