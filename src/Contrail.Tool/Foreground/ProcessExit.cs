using System.Diagnostics;

namespace Contrail.Tool.Foreground;

/// <summary>How a recorded process left. Its stream ends a moment before it does, or a moment after.</summary>
internal static class ProcessExit
{
    private static readonly TimeSpan ExitWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StreamWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(1);

    /// <summary>Why a recording has ended; it waits until the process is gone, as only then it is known.</summary>
    public static string Why(FlightRecorder ended)
    {
        AwaitExit(ended.Health.Process);
        RecorderHealth health = ended.Health;
        return health.EndedHow ?? health.LastError ?? "the stream ended";
    }

    /// <summary>Waits for the end of the stream of a process that is gone; not if it lives.</summary>
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
            // It is gone already.
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
