using Contrail.Core.Ring;

namespace Contrail;

/// <summary>
/// Represents a frozen ring as a valid trace file, in parts that stay in the recorder's memory. Pins that memory until
/// it is disposed. Any thread can read it until then.
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

    /// <summary>Gets the bytes of the file, in order; valid until the snapshot is disposed.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Parts { get; }

    /// <summary>Gets the length of the file in bytes.</summary>
    public long SizeBytes { get; }

    /// <summary>Gets the manifest, which is also in the trace file or in a file next to it.</summary>
    public SnapshotManifest Manifest { get; }

    /// <summary>Gets the extension of the file name, with its dot.</summary>
    public string Extension { get; init; } = ".nettrace";

    /// <summary>Gets the files to store next to the trace.</summary>
    public IReadOnlyList<SnapshotCompanion> Companions { get; init; } = [];

    /// <summary>Releases the memory. The parts must not be read afterwards.</summary>
    public void Dispose() => _ring.Dispose();
}
