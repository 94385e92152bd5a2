using System.Text.Json;
using Contrail.Core.Snapshots;

namespace Contrail.Scenarios.Support;

/// <summary>A snapshot as reported by <c>contrail record --json</c>.</summary>
/// <param name="Path">The name it was written under; a later snapshot may have moved it aside.</param>
/// <param name="SizeBytes">The length of the file.</param>
/// <param name="Manifest">Its manifest.</param>
public sealed record ToldSnapshot(string Path, long SizeBytes, SnapshotManifest Manifest)
{
    internal static ToldSnapshot Parse(string line)
    {
        JsonElement told = JsonDocument.Parse(line).RootElement;
        return SnapshotManifestJson.TryRead(told.GetProperty("manifest").GetRawText(), out SnapshotManifest? manifest)
            ? new ToldSnapshot(
                told.GetProperty("path").GetString()!, told.GetProperty("sizeBytes").GetInt64(), manifest!)
            : throw new FormatException($"This tells of no snapshot: {line}");
    }
}
