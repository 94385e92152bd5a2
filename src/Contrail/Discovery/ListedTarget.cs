namespace Contrail;

/// <summary>A .NET process, as a listing shows it.</summary>
public sealed record ListedTarget
{
    /// <summary>The process id, in our pid namespace.</summary>
    public required int Pid { get; init; }

    /// <summary>The file name of the program; for one that <c>dotnet</c> runs, that of its assembly.</summary>
    public required string Name { get; init; }

    /// <summary>The arguments in one line; what looks like a secret is <c>***</c>.</summary>
    public required string CommandLine { get; init; }

    /// <summary>Such as <c>10.0.12</c>; null when the runtime could not be asked or did not answer in time.</summary>
    public string? RuntimeVersion { get; init; }

    /// <summary>Whether it can be recorded.</summary>
    public required Attachability Status { get; init; }

    /// <summary>Why it cannot be recorded, or why it did not answer, in one line; null when all is well.</summary>
    public string? Reason { get; init; }
}
