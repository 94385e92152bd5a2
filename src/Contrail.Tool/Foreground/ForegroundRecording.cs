using System.Diagnostics;
using Contrail.Capture;
using Contrail.Core.Snapshots;
using Contrail.Tool.Output;

namespace Contrail.Tool.Foreground;

/// <summary>Records until somebody ends it or the process does, and takes snapshots when asked.</summary>
internal static class ForegroundRecording
{
    private static readonly TimeSpan ExitWait = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs it to its end, and gives the exit code.</summary>
    public static int Run(FlightRecorder recorder, ForegroundOptions options)
    {
        using Wishes wishes = new(options.Duration);
        recorder.Start();
        ProcessFacts process = recorder.Health.Process!;
        Say.Note($"recording {process.Name} (pid {process.Id}, .NET {process.RuntimeVersion}); "
            + (options.Duration is null ? "s or SIGUSR1 takes a snapshot, Ctrl+C ends with one" : "Ctrl+C ends early"));
        StatusLine status = new();
        bool allWritten = true;
        while (true)
        {
            Wish? wish = wishes.Next(LookEvery) ?? EndedBySource(recorder, status);
            if (wish is { } wanted)
            {
                status.Clear();
                allWritten &= SnapshotReport.TryTake(recorder, wanted.Reason, options.Json, Console.Out);
                if (wanted.End)
                {
                    return Finish(recorder, allWritten);
                }
            }

            status.Show(recorder);
        }
    }

    private static Wish? EndedBySource(FlightRecorder recorder, StatusLine status)
    {
        if (recorder.Enabled)
        {
            return null;
        }

        RecorderHealth health = recorder.Health;
        status.Clear();
        AwaitExit(health.Process);
        health = recorder.Health;
        string why = health.EndedHow ?? health.LastError ?? "the stream ended";
        Say.Note($"recording ended: {why}");
        return new Wish(why, End: true);
    }

    // A stream ends a moment before its process does, and only then it is known how that ended.
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

    private static int Finish(FlightRecorder recorder, bool allWritten)
    {
        bool failed = recorder.Health.State == RecorderState.Failed;
        recorder.Dispose();
        return allWritten && !failed ? ExitCodes.Done : ExitCodes.Failed;
    }
}
