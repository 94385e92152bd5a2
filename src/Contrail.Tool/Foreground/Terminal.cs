using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Contrail.Tool.Foreground;

/// <summary>Job control: the process group that owns the terminal, and the signals that enforce it.</summary>
internal static class Terminal
{
    /// <summary>The descriptor of standard input.</summary>
    public const int Input = 0;

    /// <summary>The descriptor of standard error.</summary>
    public const int Error = 2;

    private const int Interrupt = 2;
    private const int TerminalInput = 21;
    private const int TerminalOutput = 22;
    private const nint ByDefault = 0;
    private const nint Ignore = 1;

    private static bool HadTerminal { get; set; }

    /// <summary>
    /// Returns whether this process may use the terminal of a descriptor now. False for a background job and for a
    /// closed terminal. Shells can change it at any time, so it is read before each use.
    /// </summary>
    public static bool IsForeground(int descriptor) => GetForegroundGroup(descriptor) == GetGroup();

    /// <summary>
    /// Returns whether the terminal of this process is still open, or it has none. A closed terminal sends SIGHUP, as
    /// people do to have a configuration read again.
    /// </summary>
    public static bool IsOpenOrNone() => !HadTerminal || HasTerminal();

    /// <summary>Remembers whether this process has a terminal, for <see cref="IsOpenOrNone"/>.</summary>
    public static void Remember() => HadTerminal = HasTerminal();

    /// <summary>
    /// Prepares the signals of a recorder. A background job that touches its terminal is stopped by default, and a
    /// stopped recorder blocks the process that it records: these signals are ignored. A shell without job control
    /// starts background jobs with SIGINT ignored, which would make <c>kill -INT</c> do nothing.
    /// </summary>
    public static void PrepareSignals()
    {
        Remember();
        _ = SetHandler(TerminalInput, Ignore);
        _ = SetHandler(TerminalOutput, Ignore);
        if (IsIgnored(Interrupt))
        {
            _ = SetHandler(Interrupt, ByDefault);
        }
    }

    private static bool HasTerminal()
    {
        try
        {
            using SafeFileHandle terminal = File.OpenHandle("/dev/tty");
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // Reading the disposition with signal(2) would replace a handler of the framework.
    private static bool IsIgnored(int signal)
    {
        const string Mask = "SigIgn:";
        string line = File.ReadLines("/proc/self/status").First(one => one.StartsWith(Mask, StringComparison.Ordinal));
        ulong ignored = ulong.Parse(line[Mask.Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return (ignored & (1UL << (signal - 1))) != 0;
    }

    [DllImport("libc", EntryPoint = "tcgetpgrp")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetForegroundGroup(int descriptor);

    [DllImport("libc", EntryPoint = "getpgrp")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetGroup();

    [DllImport("libc", EntryPoint = "signal")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint SetHandler(int signal, nint handler);
}
