namespace Contrail.Tool.Foreground;

/// <summary>How a recording ended.</summary>
/// <param name="Succeeded">Whether it did not fail, and all its snapshots were written.</param>
/// <param name="IsStopRequested">Whether a request ended it, rather than the source.</param>
internal readonly record struct RecordingResult(bool Succeeded, bool IsStopRequested);
