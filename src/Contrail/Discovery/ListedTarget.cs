namespace Contrail;

/// <summary>Describes a .NET process in a listing. Immutable.</summary>
public sealed record ListedTarget
{
    /// <summary>Gets the process id in the caller's pid namespace.</summary>
    public required int Pid { get; init; }

    /// <summary>Gets the file name of the program, or of the assembly if <c>dotnet</c> runs it.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the command line, with likely secrets replaced by <c>***</c>.</summary>
    public required string CommandLine { get; init; }

    /// <summary>Gets the runtime version, for example <c>10.0.12</c>; null if the runtime did not respond.</summary>
    public string? RuntimeVersion { get; init; }

    /// <summary>Gets whether the process can be recorded.</summary>
    public required Attachability Status { get; init; }

    /// <summary>Gets why the process cannot be recorded or did not respond, in one line; null without a problem.
    /// </summary>
    public string? Reason { get; init; }
}
