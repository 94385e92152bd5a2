namespace Contrail.Tool.Json;

/// <summary>A proc in the summary of a Go trace.</summary>
internal sealed record GoProcJson(long Id, double UsedSeconds);
