namespace Contrail.Tool.Foreground;

/// <summary>How a recording in the foreground behaves.</summary>
/// <param name="Duration">How long it lasts from the first start; null for no limit.</param>
/// <param name="Json">Whether snapshots are reported as JSON.</param>
/// <param name="Follow">Whether the next process of the name is recorded after one has ended.</param>
/// <param name="Target">Where snapshots go.</param>
internal sealed record ForegroundOptions(
    TimeSpan? Duration, bool Json, bool Follow = false, SnapshotTarget? Target = null);
