using System.Runtime.InteropServices;

namespace Contrail.Scenarios.Support;

/// <summary>The signals the scenarios send, by their numbers on Linux.</summary>
public enum Signal
{
    HangUp = 1,
    Interrupt = 2,
    Kill = 9,
    User1 = 10,
    User2 = 12,
    Terminate = 15,
    Continue = 18,
    Stop = 19,
}

internal static class Signals
{
    public static void Send(int processId, Signal signal)
    {
        if (Kill(processId, (int)signal) != 0)
        {
            string reason = Marshal.GetLastPInvokeErrorMessage();
            throw new InvalidOperationException($"{signal} could not be sent to {processId}: {reason}.");
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);
}
