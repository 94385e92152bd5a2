using System.Text.Json;
using Contrail.Core.Snapshots;

namespace Contrail.Scenarios.Support;

/// <summary>A snapshot as reported by <c>contrail record --json</c>.</summary>
/// <param name="Path">The name it was written under; a later snapshot may have moved it aside.</param>
/// <param name="SizeBytes">The length of the file.</param>
/// <param name="Manifest">Its manifest.</param>
public sealed record ReportedSnapshot(string Path, long SizeBytes, SnapshotManifest Manifest)
{
    internal static ReportedSnapshot Parse(string line)
    {
        JsonElement read = JsonDocument.Parse(line).RootElement;
        return SnapshotManifestJson.TryRead(read.GetProperty("manifest").GetRawText(), out SnapshotManifest? manifest)
            ? new ReportedSnapshot(
                read.GetProperty("path").GetString()!, read.GetProperty("sizeBytes").GetInt64(), manifest!)
            : throw new FormatException($"The line does not report a snapshot: {line}");
    }
}
