using System.Diagnostics;

namespace Contrail.Tool.Foreground;

/// <summary>Determines how a recorded process exited. Its stream can end shortly before or after the process.</summary>
internal static class ProcessExit
{
    private static readonly TimeSpan ExitWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StreamWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(1);

    /// <summary>Returns why a recording ended. Waits for the exit of the process, because the reason is known only
    /// then.
    /// </summary>
    public static string Why(FlightRecorder ended)
    {
        AwaitExit(ended.Health.Process);
        RecorderHealth health = ended.Health;
        return health.EndedHow ?? health.LastError ?? "the stream ended";
    }

    /// <summary>
    /// Waits for the end of the stream of an exited process; returns immediately if the process is running.
    /// </summary>
    public static void AwaitStream(FlightRecorder recorder)
    {
        long started = Stopwatch.GetTimestamp();
        while (recorder.Enabled && IsGone(recorder.Health.Process) && Stopwatch.GetElapsedTime(started) < StreamWait)
        {
            Thread.Sleep(LookEvery);
        }
    }

    private static void AwaitExit(ProcessFacts? ended)
    {
        try
        {
            using Process process = Process.GetProcessById(ended?.Id ?? 0);
            process.WaitForExit(ExitWait);
        }
        catch (ArgumentException)
        {
            // It has already exited.
        }
    }

    private static bool IsGone(ProcessFacts? recorded)
    {
        try
        {
            using Process process = Process.GetProcessById(recorded?.Id ?? 0);
            return process.HasExited;
        }
        catch (ArgumentException)
        {
            return true;
        }
    }
}
