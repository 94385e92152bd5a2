
namespace Contrail;

/// <summary>A snapshot that a sink has taken.</summary>
/// <param name="Location">Where it is: for a folder the path.</param>
/// <param name="SizeBytes">Its size.</param>
/// <param name="Manifest">What it says of itself.</param>
public sealed record SavedSnapshot(string Location, long SizeBytes, SnapshotManifest Manifest);
