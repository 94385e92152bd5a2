using Contrail.Capture;
using Contrail.Core.Snapshots;
using Contrail.Tool.Output;

namespace Contrail.Tool.Foreground;

/// <summary>Records until somebody ends it or the process does, and takes snapshots when asked.</summary>
internal static class ForegroundRecording
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs it to its end, and gives the exit code.</summary>
    public static int Run(FlightRecorder recorder, ForegroundOptions options)
    {
        using Wishes wishes = new(options.Duration);
        recorder.Start();
        ProcessFacts process = recorder.Health.Process!;
        string what = process.Id > 0 ? $" (pid {process.Id}, .NET {process.RuntimeVersion})" : "";
        Say.Note($"recording {process.Name}{what}; "
            + (options.Duration is null ? "s or SIGUSR1 takes a snapshot, Ctrl+C ends with one" : "Ctrl+C ends early"));
        StatusLine status = new();
        SnapshotReport report = new(options.Json, Console.WriteLine, Say.Note);
        bool allWritten = true;
        while (true)
        {
            Wish? wish = wishes.Next(LookEvery) ?? EndedBySource(recorder, status);
            if (wish is { } wanted)
            {
                status.Clear();
                allWritten &= report.TryTake(recorder, wanted.Reason);
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

        status.Clear();
        string why = Departure.Why(recorder);
        Say.Note($"recording ended: {why}");
        return new Wish(why, End: true);
    }

    private static int Finish(FlightRecorder recorder, bool allWritten)
    {
        bool failed = recorder.Health.State == RecorderState.Failed;
        recorder.Dispose();
        return allWritten && !failed ? ExitCodes.Done : ExitCodes.Failed;
    }
}
