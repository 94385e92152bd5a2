using Contrail.Core.Bytes;

namespace Contrail.Core.Formats;

/// <summary>Where a format puts the frames that are kept. Storing may evict the oldest generations.</summary>
public interface IFrameStore
{
    /// <summary>Puts a frame into the generation being filled.</summary>
    void StoreInGeneration(int kind, ReadOnlySpan<byte> payload);

    /// <summary>Puts a frame beside the generations, into a run whose life the format decides.</summary>
    void StoreBeside(StoredRun run, int kind, ReadOnlySpan<byte> payload);

    /// <summary>Begins a run for frames beside the generations.</summary>
    StoredRun NewRun();
}
