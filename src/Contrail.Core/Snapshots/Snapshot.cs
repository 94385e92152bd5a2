using Contrail.Core.Ring;

namespace Contrail;

/// <summary>
/// A frozen ring made into a valid trace file, in pieces that lie where the recorder put them. It pins their
/// memory until it is disposed. Safe to read from any thread until then.
/// </summary>
public sealed class Snapshot : IDisposable
{
    private readonly FrozenRing _ring;

    internal Snapshot(
        FrozenRing ring, IReadOnlyList<ReadOnlyMemory<byte>> parts, long sizeBytes, SnapshotManifest manifest)
    {
        _ring = ring;
        Parts = parts;
        SizeBytes = sizeBytes;
        Manifest = manifest;
    }

    /// <summary>The file's bytes, in order.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Parts { get; }

    /// <summary>The file's length.</summary>
    public long SizeBytes { get; }

    /// <summary>What the snapshot says of itself; it stands in the file too, or in a file beside it.</summary>
    public SnapshotManifest Manifest { get; }

    /// <summary>How the names of such files end.</summary>
    public string Extension { get; init; } = ".nettrace";

    /// <summary>Files that belong beside the trace.</summary>
    public IReadOnlyList<SnapshotCompanion> Companions { get; init; } = [];

    /// <summary>Lets go of the memory; the parts must not be read any more.</summary>
    public void Dispose() => _ring.Dispose();
}
