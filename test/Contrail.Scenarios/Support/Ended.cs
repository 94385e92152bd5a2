namespace Contrail.Scenarios.Support;

/// <summary>How a command ended, and all that it said.</summary>
public sealed record Ended(int ExitCode, string Output, string Errors);
