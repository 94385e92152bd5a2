using System.Globalization;
using Contrail.EventPipe;
using static Contrail.Agent.Doctor.CheckResult;

namespace Contrail.Agent.Doctor;

/// <summary>Checks the cost of a recording: the rundown at the start, and memory.</summary>
internal static class CostChecks
{
    /// <summary>
    /// Measured: 130 to 800 bytes, including precompiled methods, for which only the entry is generated.
    /// </summary>
    private const long MinBytesPerMethod = 100;

    private const long MaxBytesPerMethod = 1_000;

    /// <summary>Measured on .NET 8 to 10: 0.5 to 0.9 s for 240,000 methods, 45 ms for 51,000.</summary>
    private const double MinMicrosecondsPerMethod = 0.9;

    private const double MaxMicrosecondsPerMethod = 3.8;

    /// <summary>Measured on .NET 8 while other threads compile: 0.3 to 0.6 s for 60,000 methods.</summary>
    private const double MicrosecondsPerMethodMaxOn8 = 10;

    /// <summary>Users of a service notice a pause of this length.</summary>
    private const double NoticedMilliseconds = 100;

    /// <summary>Estimates the time to request the methods compiled so far.</summary>
    public static CheckResult Rundown(ProcessInspection facts)
    {
        if (facts.CompiledCodeBytes == 0)
        {
            return Ok("rundown", "The amount of compiled code is unknown; a rundown takes 1 to 10 µs per method.");
        }

        long least = facts.CompiledCodeBytes / MaxBytesPerMethod;
        long most = facts.CompiledCodeBytes / MinBytesPerMethod;
        bool isSlow = facts.RuntimeMajor == 8;
        double mostMilliseconds = most * (isSlow ? MicrosecondsPerMethodMaxOn8 : MaxMicrosecondsPerMethod) / 1000;
        string estimate = string.Create(
            CultureInfo.InvariantCulture,
            $"It has {facts.CompiledCodeBytes / 1024.0 / 1024:0.0} MiB of compiled code, {Round(least):#,0} to "
                + $"{Round(most):#,0} methods: requesting them once takes "
                + $"{least * MinMicrosecondsPerMethod / 1000:0} to "
                + $"{mostMilliseconds:0} ms");
        return isSlow && mostMilliseconds > NoticedMilliseconds
            ? Warning(
                "rundown",
                estimate + ", and on .NET 8, threads that compile methods wait for it.",
                "Attach with --rundown never: no thread waits, and methods compiled before have no names.")
            : Ok("rundown", estimate + "; threads that compile methods wait for part of it.");
    }

    /// <summary>Measured: with more writing threads, recording doubles the CPU time of a process.</summary>
    private const int ManyThreads = 500;

    /// <summary>Checks whether the session buffers fit into the memory limit.</summary>
    public static CheckResult Memory(ProcessInspection facts)
    {
        SessionBuffer buffer = SessionBuffer.Megabytes(facts.ThreadCount, facts.MemoryLimitBytes);
        string limit = facts.MemoryLimitBytes is { } bytes ? $"a memory limit of {bytes >> 20} MiB" : "no memory limit";
        if (buffer.Refusal is null && facts.ThreadCount > ManyThreads)
        {
            return Warning(
                "memory",
                $"It has {facts.ThreadCount} threads and {limit}: if many of them write events, each event costs up to "
                    + $"a millisecond, and each session may take up to {buffer.SizeMegabytes} MiB.",
                "Record it with --profile collections, or let the governor fall back to it after 2 seconds.");
        }

        return buffer.Refusal is { } refusal
            ? Problem(
                "memory",
                $"The session buffers do not fit: {refusal}",
                "Raise the memory limit of the process, or reduce its number of threads.")
            : Ok(
                "memory",
                $"It has {facts.ThreadCount} threads and {limit}: each of two sessions may take up to "
                    + $"{buffer.SizeMegabytes} MiB while the recorder is delayed.");
    }

    private static long Round(long count) => count < 1_000 ? count : count / 100 * 100;
}
