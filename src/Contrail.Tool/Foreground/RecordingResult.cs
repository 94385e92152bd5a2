namespace Contrail.Tool.Foreground;

/// <summary>The result of a recording.</summary>
/// <param name="Succeeded">Whether recording did not fail and all snapshots were written.</param>
/// <param name="IsStopRequested">Whether a request ended it, rather than the source.</param>
/// <param name="LastSnapshot">The path of the last snapshot; null if it was not written.</param>
internal readonly record struct RecordingResult(bool Succeeded, bool IsStopRequested, string? LastSnapshot);
