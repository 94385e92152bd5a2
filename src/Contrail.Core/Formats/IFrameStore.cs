using Contrail.Core.Bytes;

namespace Contrail.Core.Formats;

/// <summary>
/// Where a format that the recorder cuts stores its frames. Storing may evict the oldest generations.
/// </summary>
internal interface IFrameStore
{
    /// <summary>
    /// Stores a frame in the generation being filled. False where the memory limit leaves no room for it even alone:
    /// then the format skips the frames that depend on it (<see cref="ICutFormat.PassOver"/>).
    /// </summary>
    bool StoreInGeneration(int kind, ReadOnlySpan<byte> payload);

    /// <summary>
    /// Stores a frame outside the generations, in a run whose lifetime the format decides. False where the memory limit
    /// leaves no room for it even alone; then the format skips the frames that depend on it.
    /// </summary>
    bool StoreRetained(StoredRun run, int kind, ReadOnlySpan<byte> payload);

    /// <summary>Starts a run for frames outside the generations.</summary>
    StoredRun NewRun();
}
