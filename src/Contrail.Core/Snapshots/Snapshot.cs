using System.Text;
using Contrail.Core.Ring;
using Contrail.Core.Snapshots;

namespace Contrail;

/// <summary>
/// Represents a frozen ring as a valid trace file, in parts that stay in the recorder's memory. Pins that memory until
/// it is disposed. Any thread can read it until then.
/// </summary>
public sealed class Snapshot : IDisposable
{
    private readonly FrozenRing _ring;
    private IReadOnlyList<SnapshotCompanion> _companions = [];

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
    public SnapshotManifest Manifest { get; private set; }

    /// <summary>Gets the extension of the file name, with its dot.</summary>
    public string Extension { get; init; } = ".nettrace";

    /// <summary>Gets the files to store next to the trace.</summary>
    public IReadOnlyList<SnapshotCompanion> Companions
    {
        get => _companions;
        init => _companions = value;
    }

    /// <summary>Why the file of the lanes could not be made or written; null if nothing failed.</summary>
    internal string? LanesFailure { get; set; }

    /// <summary>
    /// Leaves out the file of the lanes, which could not be written; the manifest then reports it. Called by the thread
    /// that stores the snapshot.
    /// </summary>
    /// <param name="because">Why.</param>
    internal void OmitLanes(string because)
    {
        LanesFailure = because;
        Manifest = Manifest with { LaneFile = null, LanesMissingBecause = because };
        byte[] json = Encoding.UTF8.GetBytes(SnapshotManifestJson.Write(Manifest));
        _companions =
        [
            .. _companions.Where(companion => companion.Suffix != SnapshotCompanion.LanesSuffix).Select(companion =>
                companion.Suffix == SnapshotCompanion.ManifestSuffix ? companion with { Parts = [json] } : companion),
        ];
    }

    /// <summary>Releases the memory. The parts must not be read afterwards.</summary>
    public void Dispose() => _ring.Dispose();
}
