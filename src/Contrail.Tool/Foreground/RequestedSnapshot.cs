namespace Contrail.Tool.Foreground;

/// <summary>Takes the snapshot of a request, and concludes the triggers for which it is taken.</summary>
/// <param name="report">Takes and reports snapshots.</param>
/// <param name="note">Receives further messages.</param>
/// <param name="keeping">Lists the snapshots and deletes old ones; null if nothing is to be done.</param>
internal sealed class RequestedSnapshot(SnapshotReport report, Action<string> note, SnapshotKeeping? keeping)
{
    /// <summary>
    /// The watch takes a turn ten times a second, and the process list shows the end a moment after the stream. It
    /// never does where the process lives on, without a session.
    /// </summary>
    private static readonly TimeSpan MaxConclusion = TimeSpan.FromSeconds(2);

    /// <summary>Takes it; returns it, or null if it was not written.</summary>
    /// <param name="recorder">The recorder.</param>
    /// <param name="request">The request.</param>
    /// <param name="triggers">The triggers of this recorder; null without any.</param>
    /// <param name="recordedFor">The duration of the recording; null if it is not reported.</param>
    public SavedSnapshot? Take(
        FlightRecorder recorder, StopRequest request, FiredTriggers? triggers, TimeSpan? recordedFor = null)
    {
        if (request.End && triggers is not null)
        {
            if (!recorder.Enabled)
            {
                // The end of the process is one of the things that triggers wait for.
                recorder.Triggers?.Conclude(MaxConclusion);
            }

            // What arrived before the stop counts.
            recorder.Triggers?.EndWatch();
            request = triggers.AddPending(request);
        }

        keeping?.MakeRoom(note);
        SavedSnapshot? saved = report.TryTake(
            recorder, FiredTriggers.RequestOf(request), request.End, recordedFor, out string? error);
        if (saved is not null)
        {
            keeping?.Keep(saved, request, note);
        }

        triggers?.Conclude(request, saved, error, recorder.Health.Process, note);
        return saved;
    }
}
