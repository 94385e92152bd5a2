using System.Diagnostics;
using Contrail.Agent.Control;

namespace Contrail.Tool.Foreground;

/// <summary>
/// Holds the requests and the output of one foreground run, and runs each recorder: starts it, takes snapshots on
/// request until it stops, closes it. No wait delays a stop request.
/// </summary>
internal sealed class ForegroundSession : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>After a stop request a start may still succeed; then a snapshot of it is written.</summary>
    private static readonly TimeSpan MaxStart = TimeSpan.FromSeconds(1);

    /// <summary>Time limit for closing; the exit of this process closes the rest.</summary>
    private static readonly TimeSpan MaxClose = TimeSpan.FromSeconds(2);

    private readonly ForegroundOptions _options;
    private readonly ControlServer? _control;
    private readonly TriggerReport _triggerReport = new();
    private volatile FlightRecorder? _current;

    public ForegroundSession(ForegroundOptions options)
    {
        Terminal.PrepareSignals();
        _options = options;
        options.Triggers?.NoteTo(Output.Note);
        _control = options.Triggers is null ? null : ControlServer.TryStart(Environment.ProcessId, Explain);
        SnapshotRequests = new SnapshotRequests(
            options.Duration, options.Triggers is { CanReload: true } rules ? () => rules.Reload(Output.Note) : null);
        options.Triggers?.WakeBy(SnapshotRequests.Wake);
    }

    /// <summary>Signals, keys and the end of the duration.</summary>
    public SnapshotRequests SnapshotRequests { get; }

    /// <summary>The output of the run.</summary>
    public ForegroundOutput Output { get; } = new();

    /// <summary>
    /// Starts a recorder, which takes as long as the target needs. Returns null when it records, or the stop request
    /// that arrived first.
    /// </summary>
    /// <exception cref="SourceUnavailableException">Nothing can be recorded; the message contains the next
    /// step.</exception>
    public StopRequest? Start(FlightRecorder recorder)
    {
        DedicatedWait starting = new("Contrail start", recorder.Start);
        StopRequest? end = null;
        while (end is null && !starting.IsOver(LookEvery))
        {
            end = SnapshotRequests.TakeEnd();
        }

        if (!starting.IsOver(MaxStart))
        {
            return end;
        }

        // The stop request applies even if the start has failed.
        if (end is { } early)
        {
            SnapshotRequests.Add(early);
        }

        starting.Conclude();
        ReportStart(recorder);
        return null;
    }

    /// <summary>Takes snapshots on request until recording ends, including the last one.</summary>
    public RecordingResult Attend(FlightRecorder recorder)
    {
        _current = recorder;
        StatusLine status = new(Output);
        SnapshotReport report = new(
            _options.Json, Output.Result, Output.Note, SnapshotRequests.HasEndSince, _options.Target);
        Action<string> note = line =>
        {
            status.Clear();
            Output.Note(line);
        };
        SourceReport source = new(note);
        RequestedSnapshot snapshots = new(report, Output.Note, _options.Keeping);
        bool allWritten = true;
        while (true)
        {
            StopRequest? requested = SnapshotRequests.Next(LookEvery)
                ?? _options.Triggers?.TakeDue(isOver: recorder.Triggers is { HasReportedEnd: true });
            if ((requested ?? EndedBySource(recorder)) is { } next)
            {
                status.Clear();
                SavedSnapshot? written = snapshots.Take(recorder, next, _options.Triggers);
                allWritten &= written is not null;
                if (next.End)
                {
                    // The reason is reported after the snapshot: no message may delay it.
                    _triggerReport.Update(recorder, Output.Note);
                    ReportEnd(recorder);
                    bool succeeded = allWritten && recorder.Health.State != RecorderState.Failed;
                    return new RecordingResult(succeeded, IsStopRequested: requested is not null, written?.Location);
                }
            }

            source.Update(recorder.Health);
            _triggerReport.Update(recorder, note);
            status.Show(recorder);
        }
    }

    /// <summary>
    /// Prints the report about the last snapshot, if one was requested. Call it after <see cref="Close"/>: the process
    /// must not wait for it.
    /// </summary>
    public void Report(RecordingResult result)
    {
        if (_options.Report is not { } report || result.LastSnapshot is not { } path)
        {
            return;
        }

        EndReport printed = _options.Json
            ? new EndReport(report, Output.WriteToError, Output.Note, !Console.IsErrorRedirected)
            : new EndReport(report, Output.Result, Output.Note, !Console.IsOutputRedirected);
        long start = Stopwatch.GetTimestamp();
        printed.Write(path, () => SnapshotRequests.HasEndSince(start));
    }

    /// <summary>Disposes a recorder, with a short timeout.</summary>
    public static void Close(FlightRecorder recorder) =>
        DedicatedWait.For("Contrail close", recorder.Dispose, MaxClose);

    public void Dispose()
    {
        _control?.Dispose();
        long start = Stopwatch.GetTimestamp();
        _options.Triggers?.Finish(Output.Note, () => SnapshotRequests.HasEndSince(start));
        SnapshotRequests.Dispose();
        Output.Finish();
    }

    private ReadOnlyMemory<byte> Explain() => RecordedPrograms.ExplanationsOf(_current is { } one ? [one] : []);

    private static StopRequest? EndedBySource(FlightRecorder recorder) =>
        recorder.Enabled ? null : new StopRequest(ProcessExit.Why(recorder), End: true);

    private void ReportStart(FlightRecorder recorder)
    {
        ProcessFacts process = recorder.Health.Process!;
        string what = process.Id > 0 ? $" (pid {process.Id}, .NET {process.RuntimeVersion})" : "";
        Output.Note($"recording {process.Name}{what}; " + (_options.Duration is null
            ? "press s or send SIGUSR1 to take a snapshot, Ctrl+C to take one and stop"
            : "press Ctrl+C to stop early"));
    }

    private void ReportEnd(FlightRecorder recorder)
    {
        if (!recorder.Enabled)
        {
            Output.Note($"recording ended: {ProcessExit.Why(recorder)}");
        }
    }
}
