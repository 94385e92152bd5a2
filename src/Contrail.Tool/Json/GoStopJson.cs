namespace Contrail.Tool.Json;

/// <summary>A stop-the-world pause in the summary of a Go trace.</summary>
internal sealed record GoStopJson(string Name, double OffsetSeconds, double Seconds);
