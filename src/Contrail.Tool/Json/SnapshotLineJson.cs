namespace Contrail.Tool.Json;

/// <summary>A line of <c>contrail record --json</c>: a snapshot that was written.</summary>
internal sealed record SnapshotLineJson(string Path, long SizeBytes, SnapshotManifest Manifest)
{
    public static SnapshotLineJson Of(SavedSnapshot saved) => new(saved.Location, saved.SizeBytes, saved.Manifest);
}
