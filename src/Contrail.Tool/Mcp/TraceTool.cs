namespace Contrail.Tool.Mcp;

/// <summary>A tool that a client can call.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it does.</param>
/// <param name="Parameters">Its parameters.</param>
/// <param name="Answer">Answers a call.</param>
internal sealed record TraceTool(
    string Name,
    string Description,
    IReadOnlyList<ToolParameter> Parameters,
    Func<ToolArguments, CancellationToken, ToolAnswer> Answer);
