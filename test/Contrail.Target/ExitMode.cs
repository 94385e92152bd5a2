using System.Diagnostics.Tracing;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Contrail.Target;

[EventSource(Name = "Contrail-Target-Exit")]
internal sealed class ExitEvents : EventSource
{
    public static readonly ExitEvents Log = new();

    /// <summary>Written immediately before the end; the scenarios check whether the file contains it.</summary>
    [Event(1)]
    public void Leaving(string how) => WriteEvent(1, how);
}

/// <summary>
/// Ends the process <c>--how</c> one likes, <c>--after</c> so many seconds (1); <c>environment</c> with <c>--code</c>.
/// </summary>
internal static class ExitMode
{
    private const int SignalKill = 9;
    private const int SignalTerminate = 15;

    public static void Run(TargetOptions options)
    {
        string how = options.Text("how", "return");
        if (Lifetime.Pause(TimeSpan.FromSeconds(options.Number("after", 1))))
        {
            ExitEvents.Log.Leaving(how);
            Leave(how, options.Count("code", 0));
        }
    }

    private static void Leave(string how, int code)
    {
        switch (how)
        {
            case "return":
                Lifetime.End();
                break;
            case "environment":
                Environment.Exit(code);
                break;
            case "failfast":
                Environment.FailFast("The target was requested to fail fast.");
                break;
            case "unhandled":
                throw new InvalidOperationException("The target was requested to throw.");
            case "stackoverflow":
                _ = Deeper(0);
                break;
            case "sigterm-self":
                _ = Kill(Environment.ProcessId, SignalTerminate);
                break;
            case "sigkill-self":
                _ = Kill(Environment.ProcessId, SignalKill);
                break;
            default:
                throw new ArgumentException($"There is no exit called '{how}'.");
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Deeper(int depth) => unchecked(Deeper(depth + 1) + depth);

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);
}
