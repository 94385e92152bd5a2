using System.Runtime.InteropServices;
using System.Text;

namespace Contrail.Tool;

/// <summary>
/// .NET runtime settings in the environment that apply to the recorded command, not to contrail itself: its runtime
/// would overwrite the command's trace with its own, or wait at another process's port. They are renamed before
/// contrail starts, and restored for the command.
/// </summary>
internal static class RuntimeSettings
{
    private const string AsidePrefix = "CONTRAIL_SET_ASIDE_";
    private const int PipeSignal = 13;
    private const nint DefaultHandler = 0;

    // The same names as in the script ./contrail, which renames them before the first runtime starts.
    internal static readonly string[] Names =
    [
        "DOTNET_EnableEventPipe", "COMPlus_EnableEventPipe",
        "DOTNET_DiagnosticPorts", "COMPlus_DiagnosticPorts",
        "DOTNET_DefaultDiagnosticPortSuspend", "COMPlus_DefaultDiagnosticPortSuspend",
        "DOTNET_STARTUP_HOOKS", "CORECLR_ENABLE_PROFILING",
    ];

    /// <summary>
    /// If this process has such settings, executes the same program again without them and does not return. Returns if
    /// it has none, or if the program cannot be executed again.
    /// </summary>
    public static void SetAside()
    {
        bool isSet = OperatingSystem.IsLinux()
            && Names.Any(name => Environment.GetEnvironmentVariable(name) is not null);
        if (!isSet || Environment.ProcessPath is not { } program)
        {
            return;
        }

        try
        {
            nint[] environment = [.. Entries("/proc/self/environ").Select(WithNameAside).Select(Native), 0];
            nint[] arguments = [.. Entries("/proc/self/cmdline").Select(Native), 0];
            // The runtime ignores this signal, and ignored signals stay ignored in a command.
            _ = Signal(PipeSignal, DefaultHandler);
            _ = Execute(Marshal.StringToCoTaskMemUTF8(program), arguments, environment);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Without /proc the settings also apply to this process, which can still record.
        }
    }

    /// <summary>Restores the renamed settings in an environment.</summary>
    public static void Restore(IDictionary<string, string?> environment)
    {
        string[] aside = [.. environment.Keys.Where(name => name.StartsWith(AsidePrefix, StringComparison.Ordinal))];
        foreach (string name in aside)
        {
            environment[name[AsidePrefix.Length..]] = environment[name];
            environment.Remove(name);
        }
    }

    /// <summary>Renames an entry of an environment if it is such a setting.</summary>
    internal static string WithNameAside(string entry) =>
        Names.Any(name => entry.StartsWith(name + "=", StringComparison.Ordinal)) ? AsidePrefix + entry : entry;

    // Each byte is one character, so that any encoding is preserved.
    private static string[] Entries(string file)
    {
        string[] entries = Encoding.Latin1.GetString(File.ReadAllBytes(file)).Split('\0');
        return entries[^1].Length == 0 ? entries[..^1] : entries;
    }

    // Not freed: the process is replaced, or the call fails once.
    private static nint Native(string entry)
    {
        byte[] bytes = [.. Encoding.Latin1.GetBytes(entry), 0];
        nint native = Marshal.AllocHGlobal(bytes.Length);
        Marshal.Copy(bytes, 0, native, bytes.Length);
        return native;
    }

    [DllImport("libc", EntryPoint = "execve")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Execute(nint path, nint[] arguments, nint[] environment);

    [DllImport("libc", EntryPoint = "signal")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Signal(int signal, nint handler);
}
