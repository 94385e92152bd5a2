namespace Contrail.Tool.Foreground;

/// <summary>The result of a search.</summary>
/// <param name="Found">The process to record; null if none was found.</param>
/// <param name="Problem">Why processes with the name cannot be recorded; null without such processes.</param>
internal readonly record struct SearchResult(FoundProcess? Found, string? Problem);
