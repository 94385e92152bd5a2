
namespace Contrail;

/// <summary>Describes a stored snapshot. Immutable.</summary>
/// <param name="Location">The location; for <see cref="DirectorySink"/> the path of the file.</param>
/// <param name="SizeBytes">The size in bytes.</param>
/// <param name="Manifest">The manifest: time range, losses, and the reason for the snapshot.</param>
public sealed record SavedSnapshot(string Location, long SizeBytes, SnapshotManifest Manifest);
