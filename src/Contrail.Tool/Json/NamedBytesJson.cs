namespace Contrail.Tool.Json;

/// <summary>A name in a summary, and its bytes.</summary>
internal sealed record NamedBytesJson(string Name, long Bytes);
