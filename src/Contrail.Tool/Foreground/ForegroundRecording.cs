using Contrail.Capture;
using Contrail.Core.Snapshots;
using Contrail.Sources;

namespace Contrail.Tool.Foreground;

/// <summary>Records until a request or the end of the process ends it, and takes snapshots on request.</summary>
internal static class ForegroundRecording
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>After a stop request a start may still succeed; then a snapshot of it is written.</summary>
    private static readonly TimeSpan StartMax = TimeSpan.FromSeconds(1);

    /// <summary>What is not closed by then is closed by the end of this process.</summary>
    private static readonly TimeSpan CloseMax = TimeSpan.FromSeconds(2);

    /// <summary>Runs a recorder to its end, disposes it, and returns the exit code.</summary>
    /// <exception cref="SourceUnavailableException">Nothing can be recorded; the message says what to do.</exception>
    public static int Run(FlightRecorder recorder, ForegroundOptions options)
    {
        Terminal.PrepareSignals();
        using Wishes wishes = new(options.Duration);
        ForegroundOutput output = new();
        bool succeeded = false;
        try
        {
            if (TryStart(recorder, wishes, output))
            {
                SayRecording(recorder, options, output);
                succeeded = Attend(recorder, options, wishes, output);
            }
        }
        finally
        {
            DedicatedWait.For("Contrail close", recorder.Dispose, CloseMax);
            output.Finish();
        }

        return succeeded ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static bool Attend(
        FlightRecorder recorder, ForegroundOptions options, Wishes wishes, ForegroundOutput output)
    {
        StatusLine status = new(output);
        SnapshotReport report = new(options.Json, output.Result, output.Note, () => wishes.TakeEnd() is not null);
        SourceReport source = new(line =>
        {
            status.Clear();
            output.Note(line);
        });
        bool allWritten = true;
        while (true)
        {
            Wish? wish = wishes.Next(LookEvery) ?? EndedBySource(recorder);
            if (wish is { } wanted)
            {
                status.Clear();
                allWritten &= report.TryTake(recorder, wanted.Reason, wanted.End);
                if (wanted.End)
                {
                    // Why the source ended comes after the snapshot: no message may delay it.
                    SayWhyEnded(recorder, output);
                    return allWritten && recorder.Health.State != RecorderState.Failed;
                }
            }

            source.Update(recorder.Health);
            status.Show(recorder);
        }
    }

    // Connecting and attaching can take as long as the other side likes.
    private static bool TryStart(FlightRecorder recorder, Wishes wishes, ForegroundOutput output)
    {
        DedicatedWait starting = new("Contrail start", recorder.Start);
        Wish? end = null;
        while (end is null && !starting.IsOver(LookEvery))
        {
            end = wishes.TakeEnd();
        }

        if (!starting.IsOver(StartMax))
        {
            output.Note($"Nothing was recorded: {end?.Reason} arrived before recording had started.");
            return false;
        }

        starting.Conclude();
        if (end is { } early)
        {
            wishes.Add(early);
        }

        return true;
    }

    private static void SayRecording(FlightRecorder recorder, ForegroundOptions options, ForegroundOutput output)
    {
        ProcessFacts process = recorder.Health.Process!;
        string what = process.Id > 0 ? $" (pid {process.Id}, .NET {process.RuntimeVersion})" : "";
        output.Note($"recording {process.Name}{what}; "
            + (options.Duration is null ? "s or SIGUSR1 takes a snapshot, Ctrl+C ends with one" : "Ctrl+C ends early"));
    }

    private static Wish? EndedBySource(FlightRecorder recorder) =>
        recorder.Enabled ? null : new Wish(Departure.Why(recorder), End: true);

    private static void SayWhyEnded(FlightRecorder recorder, ForegroundOutput output)
    {
        if (!recorder.Enabled)
        {
            output.Note($"recording ended: {Departure.Why(recorder)}");
        }
    }
}
