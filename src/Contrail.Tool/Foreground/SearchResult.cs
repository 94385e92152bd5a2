namespace Contrail.Tool.Foreground;

/// <summary>What a search has found.</summary>
/// <param name="Found">The process to record; null while there is none.</param>
/// <param name="Problem">Why processes of the name are not recorded; null if there are none.</param>
internal readonly record struct SearchResult(FoundProcess? Found, string? Problem);
