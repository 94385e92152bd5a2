
namespace Contrail.Processes;

/// <summary>
/// Distinguishes the programs of the .NET SDK, such as <c>dotnet run</c>, MSBuild and the compiler, from those of a
/// user. The SDK's programs are in the folder <c>sdk/{version}</c> next to the <c>dotnet</c> that runs them.
/// </summary>
internal static class SdkPrograms
{
    private const string Host = "dotnet";

    /// <summary>What the host takes before the assembly, with a value.</summary>
    private static readonly HashSet<string> HostOptions =
    [
        "--additionalprobingpath", "--additional-deps", "--depsfile", "--fx-version", "--roll-forward",
        "--roll-forward-on-no-candidate-fx", "--runtimeconfig",
    ];

    /// <summary>Whether that is what the process runs; false too when it cannot be looked into.</summary>
    public static bool Contains(int pid, ProcDirectory proc)
    {
        string? executable = proc.Executable(pid);
        if (executable is null || Path.GetFileName(executable) != Host)
        {
            return executable is not null && IsInSdk(executable);
        }

        // A host that is given no assembly runs the SDK's command line.
        string? assembly = AssemblyOf(proc.Arguments(pid));
        string directory = proc.WorkingDirectory(pid) ?? "/";
        return assembly is null || IsInSdk(Path.Combine(directory, assembly));
    }

    /// <summary>The assembly that the host's arguments name; null if they are a command for the SDK.</summary>
    internal static string? AssemblyOf(IReadOnlyList<string> arguments)
    {
        int index = arguments.Count > 1 && arguments[1] == "exec" ? 2 : 1;
        while (index < arguments.Count && HostOptions.Contains(arguments[index]))
        {
            index += 2;
        }

        string first = index < arguments.Count ? arguments[index] : "";
        bool isAssembly = first.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
            || first.EndsWith(".exe", StringComparison.OrdinalIgnoreCase);
        return isAssembly ? first : null;
    }

    private static bool IsInSdk(string program)
    {
        string? folder = Path.GetDirectoryName(Path.GetFullPath(program));
        while (folder is not null)
        {
            string? parent = Path.GetDirectoryName(folder);
            if (Path.GetFileName(parent) == "sdk" && File.Exists(Path.Combine(folder, "dotnet.dll")))
            {
                return true;
            }

            folder = parent;
        }

        return false;
    }
}
