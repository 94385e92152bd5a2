namespace Contrail.Tool.Json;

/// <summary>The tasks in the summary of a Go trace.</summary>
internal sealed record GoTasksJson(IEnumerable<NamedTimeJson> Ended, long OpenCount);
