using System.Runtime.InteropServices;

namespace Contrail.Benchmarks.Triggers;

/// <summary>CPU time of the calling thread, as the operating system of Linux counts it.</summary>
internal static class ThreadClock
{
    private const int OfThread = 3;
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>CPU time so far, in nanoseconds.</summary>
    public static long Nanoseconds =>
        GetTime(OfThread, out Timespec time) == 0
            ? (time.Seconds * NanosecondsPerSecond) + time.Nanoseconds
            : throw new InvalidOperationException("There is no clock of the CPU time of a thread.");

    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetTime(int clock, out Timespec time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Timespec
    {
        public readonly long Seconds;
        public readonly long Nanoseconds;
    }
}
