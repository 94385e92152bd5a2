namespace Contrail.Tool.Mcp;

/// <summary>The answer of a tool.</summary>
/// <param name="Document">The JSON document; null if there is none.</param>
/// <param name="Message">What is wrong with the call or the file, or a remark; empty for none.</param>
/// <param name="IsError">
/// Whether the call failed. The document of a damaged file has the part before the damage.
/// </param>
internal sealed record ToolAnswer(string? Document, string Message, bool IsError)
{
    /// <summary>The answer to a call that failed.</summary>
    public static ToolAnswer Failed(string message) => new(null, message, IsError: true);
}
