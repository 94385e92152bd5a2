using System.Buffers.Binary;
using System.Text;
using Contrail.Core.Snapshots;

namespace Contrail.Core.NetTrace.Reading;

/// <summary>Joins the numbered parts of a manifest in a file. Not thread-safe.</summary>
internal sealed class ManifestParts
{
    /// <summary>
    /// Manifests of Contrail have one part, or a few where losses are many; 64 hold 1.8 million characters.
    /// </summary>
    private const int MaxParts = 64;

    /// <summary>An event's payload has at most 16 bits of length, also where the file claims more.</summary>
    private const int MaxPayloadBytes = ushort.MaxValue;

    private string?[] _parts = [];

    /// <summary>Adds a part. A part that repeats another, or does not fit the others, is skipped.</summary>
    public void Add(ReadOnlySpan<byte> untrusted)
    {
        const int NumbersBytes = 2 * sizeof(int);
        if (untrusted.Length is < NumbersBytes or > MaxPayloadBytes)
        {
            return;
        }

        int declaredPart = BinaryPrimitives.ReadInt32LittleEndian(untrusted);
        int declaredParts = BinaryPrimitives.ReadInt32LittleEndian(untrusted[sizeof(int)..]);
        if (declaredParts is < 1 or > MaxParts || declaredPart < 0 || declaredPart >= declaredParts)
        {
            return;
        }

        if (_parts.Length == 0)
        {
            _parts = new string?[declaredParts];
        }

        if (_parts.Length == declaredParts)
        {
            string text = Encoding.Unicode.GetString(untrusted[NumbersBytes..]);
            int end = text.IndexOf('\0', StringComparison.Ordinal);
            _parts[declaredPart] ??= end < 0 ? text : text[..end];
        }
    }

    /// <summary>The manifest; null if parts are missing, or do not form a manifest.</summary>
    public SnapshotManifest? Join()
    {
        bool whole = _parts.Length > 0 && Array.TrueForAll(_parts, part => part is not null);
        return whole
            && SnapshotManifestJson.TryRead(string.Concat(_parts), out SnapshotManifest? manifest)
            && IsComplete(manifest!)
                ? manifest
                : null;
    }

    // JSON may contain null where the record guarantees a value; readers of the manifest must not need to check.
    private static bool IsComplete(SnapshotManifest manifest)
    {
        object?[] values =
        [
            manifest.Reason, manifest.Losses, manifest.Process, manifest.Host, manifest.Sessions, manifest.Symbols,
            manifest.Recorder,
        ];
        return Array.TrueForAll(values, value => value is not null)
            && manifest.Losses.All(loss => loss is not null)
            && manifest.Sessions.All(session => session is not null)
            && manifest.Profiles?.All(profile => profile?.Profile is not null) == true
            && manifest.SilentProviders?.All(provider => provider is not null) == true
            && manifest.Process is { Name: not null, CommandLine: not null, RuntimeVersion: not null }
            && manifest.Process is { OperatingSystem: not null, Architecture: not null }
            && manifest.Host.Name is not null;
    }
}
