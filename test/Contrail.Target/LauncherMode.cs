using System.Diagnostics;

namespace Contrail.Target;

/// <summary>Starts <c>--start MODE</c> of the same program as another process, and ends when that has ended.</summary>
internal static class LauncherMode
{
    public static void Run(TargetOptions options)
    {
        string[] arguments = [options.Text("start", "idle"), "--seconds", options.Text("child-seconds", "2")];
        using Process child = Process.Start(Environment.ProcessPath!, arguments);
        child.WaitForExit();
        Environment.Exit(child.ExitCode);
    }
}
