namespace Contrail.Tool.Mcp;

/// <summary>A parameter of a tool: a text, or an integer in a range.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is.</param>
internal sealed record ToolParameter(string Name, string Description)
{
    /// <summary>Characters of a text at most; more than any useful filter has.</summary>
    public const int MaxChars = 4_000;

    /// <summary>Whether a call without it is refused.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The smallest and the largest integer; null for a text.</summary>
    public (long Min, long Max)? Integers { get; init; }
}
