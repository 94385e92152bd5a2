using Contrail.Core.Ring;

namespace Contrail;

/// <summary>
/// A frozen ring as a valid trace file, in pieces that stay in the recorder's memory. Pins that memory until it is
/// disposed. Safe to read from any thread until then.
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

    /// <summary>The snapshot's manifest; it is included in the trace file, or in a file next to it.</summary>
    public SnapshotManifest Manifest { get; }

    /// <summary>The extension of the snapshot's file name.</summary>
    public string Extension { get; init; } = ".nettrace";

    /// <summary>Files to store next to the trace.</summary>
    public IReadOnlyList<SnapshotCompanion> Companions { get; init; } = [];

    /// <summary>Releases the memory; the parts must not be read any more.</summary>
    public void Dispose() => _ring.Dispose();
}
