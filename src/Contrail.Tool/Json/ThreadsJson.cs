namespace Contrail.Tool.Json;

/// <summary>The threads in a summary.</summary>
internal sealed record ThreadsJson(long Count);
