
namespace Contrail;

/// <summary>Describes a stored snapshot.</summary>
/// <param name="Location">Its location; the path of the file for <see cref="DirectorySink"/>.</param>
/// <param name="SizeBytes">Its size in bytes.</param>
/// <param name="Manifest">Its manifest: time range, losses, and the reason for it.</param>
public sealed record SavedSnapshot(string Location, long SizeBytes, SnapshotManifest Manifest);
