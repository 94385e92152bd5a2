using System.Globalization;
using Contrail.EventPipe;
using static Contrail.Agent.Doctor.CheckResult;

namespace Contrail.Agent.Doctor;

/// <summary>What it would cost: the rundown at the start, and memory.</summary>
internal static class CostChecks
{
    /// <summary>Measured: 130 to 800 bytes, precompiled methods counted, of which only the entry is made.</summary>
    private const long MinBytesPerMethod = 100;

    private const long MaxBytesPerMethod = 1_000;

    /// <summary>Measured on .NET 8 to 10: 0.5 to 0.9 s for 240,000 methods, 45 ms for 51,000.</summary>
    private const double MinMicrosecondsPerMethod = 0.9;

    private const double MaxMicrosecondsPerMethod = 3.8;

    /// <summary>Measured on .NET 8 where other threads compile meanwhile: 0.3 to 0.6 s for 60,000 methods.</summary>
    private const double MicrosecondsPerMethodMaxOn8 = 10;

    /// <summary>A pause of this length is seen by the users of a service.</summary>
    private const double NoticedMilliseconds = 100;

    /// <summary>What asking for all that was compiled before would take.</summary>
    public static CheckResult Rundown(ProcessInspection signs)
    {
        if (signs.CompiledCodeBytes == 0)
        {
            return Ok("rundown", "How much it has compiled cannot be seen; a rundown takes about 1 to 10 µs a method.");
        }

        long least = signs.CompiledCodeBytes / MaxBytesPerMethod;
        long most = signs.CompiledCodeBytes / MinBytesPerMethod;
        bool isSlow = signs.RuntimeMajor == 8;
        double mostMilliseconds = most * (isSlow ? MicrosecondsPerMethodMaxOn8 : MaxMicrosecondsPerMethod) / 1000;
        string told = string.Create(
            CultureInfo.InvariantCulture,
            $"It has {signs.CompiledCodeBytes / 1024.0 / 1024:0.0} MiB of compiled code, {Round(least):#,0} to "
                + $"{Round(most):#,0} methods: asking for them once takes "
                + $"{least * MinMicrosecondsPerMethod / 1000:0} to "
                + $"{mostMilliseconds:0} ms");
        return isSlow && mostMilliseconds > NoticedMilliseconds
            ? Warning(
                "rundown",
                told + ", and on .NET 8 threads that compile wait for it.",
                "Attach with --rundown never: nothing waits, and what was compiled before has no names.")
            : Ok("rundown", told + "; threads that compile meanwhile wait for some of it.");
    }

    /// <summary>Above this many threads that write, recording was measured to double a process's CPU time.</summary>
    private const int ManyThreads = 500;

    /// <summary>Whether its memory has room for the sessions' buffers.</summary>
    public static CheckResult Memory(ProcessInspection signs)
    {
        SessionBuffer buffer = SessionBuffer.Megabytes(signs.ThreadCount, signs.MemoryLimitBytes);
        string limit = signs.MemoryLimitBytes is { } bytes ? $"a memory limit of {bytes >> 20} MiB" : "no memory limit";
        if (buffer.Refusal is null && signs.ThreadCount > ManyThreads)
        {
            return Warning(
                "memory",
                $"It has {signs.ThreadCount} threads and {limit}: if many of them write events, each event costs up to "
                    + $"a millisecond, and each session may take up to {buffer.SizeMegabytes} MiB.",
                "Record it with --profile collections, or let the governor step down by itself after two seconds.");
        }

        return buffer.Refusal is { } refusal
            ? Problem(
                "memory",
                $"The buffers do not fit: {refusal}",
                "Raise the memory limit of the process, or let it run fewer threads.")
            : Ok(
                "memory",
                $"It has {signs.ThreadCount} threads and {limit}: each of two sessions may take up to "
                    + $"{buffer.SizeMegabytes} MiB while the recorder is held up.");
    }

    private static long Round(long count) => count < 1_000 ? count : count / 100 * 100;
}
