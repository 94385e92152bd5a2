namespace Contrail.Tool.Json;

/// <summary>The collections in the summary of a Go trace.</summary>
internal sealed record GoCollectionsJson(long Count, double MarkingSeconds);
