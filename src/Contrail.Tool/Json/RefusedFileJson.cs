namespace Contrail.Tool.Json;

/// <summary>What a command writes instead of its result for a file that it cannot read.</summary>
internal sealed record RefusedFileJson(string File, RefusalJson Error);
