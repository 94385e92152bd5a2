namespace Contrail.Tool.Mcp;

/// <summary>A trace file of a folder.</summary>
/// <param name="Name">Its path in the folder.</param>
/// <param name="Format">The name of its format; null if it is damaged or of another format.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="ModifiedUtc">When it was written.</param>
internal sealed record ListedFile(string Name, string? Format, long Bytes, DateTime ModifiedUtc);
