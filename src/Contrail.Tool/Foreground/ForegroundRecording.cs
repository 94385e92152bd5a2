
namespace Contrail.Tool.Foreground;

/// <summary>Records until a stop request or the exit of the process, and takes snapshots on request.</summary>
internal static class ForegroundRecording
{
    /// <summary>Runs a recorder until it stops, disposes it, and returns the exit code.</summary>
    /// <exception cref="SourceUnavailableException">Nothing can be recorded; the message contains the next
    /// step.</exception>
    public static int Run(FlightRecorder recorder, ForegroundOptions options)
    {
        using ForegroundSession session = new(options);
        try
        {
            if (session.Start(recorder) is { } end)
            {
                session.Output.Note($"Nothing was recorded: {end.Reason} arrived before recording had started.");
                return ExitCodes.Failed;
            }

            session.SnapshotRequests.BeginDuration();
            RecordingResult result = session.Attend(recorder);
            ForegroundSession.Close(recorder);
            session.Report(result);
            return result.Succeeded ? ExitCodes.Done : ExitCodes.Failed;
        }
        finally
        {
            ForegroundSession.Close(recorder);
        }
    }
}
