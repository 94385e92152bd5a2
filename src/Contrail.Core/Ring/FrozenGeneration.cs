using Contrail.Core.Bytes;

namespace Contrail.Core.Ring;

/// <summary>A generation that a snapshot has pinned: its memory stays until this is disposed.</summary>
internal sealed class FrozenGeneration : IDisposable
{
    internal FrozenGeneration(Generation source, StoredRun frames, IDisposable pinned)
    {
        Source = source;
        Frames = frames;
        Pinned = pinned;
    }

    /// <summary>The generation. Its own memory may have been released: use the pinned <see cref="Frames"/>.</summary>
    public Generation Source { get; }

    /// <summary>Its frames, pinned.</summary>
    public StoredRun Frames { get; }

    /// <summary>What the format pinned with it.</summary>
    internal IDisposable Pinned { get; }

    /// <summary>Releases the memory.</summary>
    public void Dispose()
    {
        Frames.Release();
        Pinned.Dispose();
    }
}
