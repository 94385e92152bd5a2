namespace Contrail.Scenarios.Support;

/// <summary>How a command ended, and all of its output.</summary>
public sealed record Ended(int ExitCode, string Output, string Errors);
