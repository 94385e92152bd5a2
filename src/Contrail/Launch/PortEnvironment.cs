namespace Contrail.Launch;

/// <summary>The variable that contains the ports to which a runtime connects at its start.</summary>
internal static class PortEnvironment
{
    public const string Name = "DOTNET_DiagnosticPorts";

    /// <summary>What runtimes read where the other is not set.</summary>
    private const string OldName = "COMPlus_DiagnosticPorts";

    /// <summary>What is set already, by either name; null if nothing is.</summary>
    public static string? Current(IDictionary<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return ValueOf(environment, Name) ?? ValueOf(environment, OldName);
    }

    /// <summary>
    /// Adds a port that suspends a runtime; the ports that the variable already contains stay before it.
    /// </summary>
    public static void Add(IDictionary<string, string?> environment, string socketPath)
    {
        string ours = socketPath + ",suspend";
        environment[Name] = Current(environment)?.TrimEnd(';') is { Length: > 0 } theirs
            ? $"{theirs};{ours}"
            : ours;
    }

    private static string? ValueOf(IDictionary<string, string?> environment, string name) =>
        environment.TryGetValue(name, out string? value) && !string.IsNullOrEmpty(value) ? value : null;
}
