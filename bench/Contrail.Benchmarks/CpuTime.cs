using System.Runtime.InteropServices;

namespace Contrail.Benchmarks;

/// <summary>CPU time in nanoseconds, as Linux counts it.</summary>
internal static class CpuTime
{
    private const int ThisThread = 3;
    private const int Scheduled = 2;
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>CPU time of the calling thread so far.</summary>
    public static long OfThread => Read(ThisThread);

    /// <summary>CPU time of a process so far, all threads, user and system.</summary>
    /// <remarks>The number of the clock is that of clock_getcpuclockid(3): the inverted pid, and its kind.</remarks>
    public static long OfProcess(int pid) => Read((~pid << 3) | Scheduled);

    private static long Read(int clock) =>
        GetTime(clock, out Timespec time) == 0
            ? (time.Seconds * NanosecondsPerSecond) + time.Nanoseconds
            : throw new InvalidOperationException("There is no such clock; the process may have ended.");

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
