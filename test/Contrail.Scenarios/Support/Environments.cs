using System.Diagnostics;

namespace Contrail.Scenarios.Support;

/// <summary>The environment of a process that a test starts.</summary>
internal static class Environments
{
    /// <summary>
    /// The same runtime as these tests for framework-dependent programs, nothing of the build that may have started the
    /// tests, and only the requested settings of the runtime.
    /// </summary>
    public static void Prepare(ProcessStartInfo start, IReadOnlyDictionary<string, string?>? environment)
    {
        foreach (string name in start.Environment.Keys.Where(IsForeign).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["DOTNET_ROOT"] = Path.GetDirectoryName(Repository.Dotnet);
        foreach ((string name, string? value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }
    }

    private static bool IsForeign(string name) =>
        name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("TESTINGPLATFORM_", StringComparison.Ordinal)
        || name is "DOTNET_DiagnosticPorts" or "DOTNET_EnableDiagnostics" or "DOTNET_EnableEventPipe"
            or "DOTNET_STARTUP_HOOKS";
}
