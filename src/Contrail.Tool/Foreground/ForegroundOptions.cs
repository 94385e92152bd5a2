namespace Contrail.Tool.Foreground;

/// <summary>How a recording in the foreground behaves.</summary>
/// <param name="Duration">After how long it ends by itself; null if it does not.</param>
/// <param name="Json">Whether snapshots are told as JSON.</param>
/// <param name="Destination">Where snapshots go, in words.</param>
internal sealed record ForegroundOptions(TimeSpan? Duration, bool Json, string Destination);
