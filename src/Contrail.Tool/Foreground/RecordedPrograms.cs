using System.Diagnostics;
using Contrail.Triggers;

namespace Contrail.Tool.Foreground;

/// <summary>
/// The recorded programs of a command. Each has its own recorder, whose last snapshot is written as soon as the program
/// exits. Programs are added on other threads; one thread calls all other members.
/// </summary>
internal sealed class RecordedPrograms : IDisposable
{
    private readonly Lock _lock = new();
    private readonly CommandOptions _options;
    private readonly ForegroundOutput _output;
    private readonly RequestedSnapshot _snapshots;
    private readonly Dictionary<FlightRecorder, (long Started, FiredTriggers? Triggers)> _running = [];
    private readonly TriggerReport _triggerReport = new();
    private readonly List<string> _lastSnapshots = [];
    private readonly UnfinishedActions _actions = new();
    private volatile StartingProgram? _only;
    private TimeSpan _lookAfter = TimeSpan.FromMilliseconds(100);
    private long _lookedAt = Stopwatch.GetTimestamp();
    private int _isOtherReported;
    private int _isOneTaken;
    private int _recordedCount;
    private int _passedSdkCount;

    public RecordedPrograms(CommandOptions options, ForegroundOutput output)
    {
        _options = options;
        _output = output;
        SnapshotReport report = new(
            options.Json,
            options.Json ? output.WriteToError : output.Note,
            output.Note,
            _ => false,
            options.Recorder.Sink as SnapshotTarget);
        _snapshots = new RequestedSnapshot(report, output.Note, options.Keeping);
    }

    /// <summary>The number of recorded programs.</summary>
    public int RecordedCount => Volatile.Read(ref _recordedCount);

    /// <summary>The paths of the last snapshots of the programs that have ended.</summary>
    public IReadOnlyList<string> LastSnapshots => _lastSnapshots;

    /// <summary>The number of skipped programs of the SDK.</summary>
    public int PassedSdkCount => Volatile.Read(ref _passedSdkCount);

    /// <summary>Records a program that is suspended at startup, if it is selected.</summary>
    public void Take(StartingProgram program)
    {
        bool isForeign = program.BelongsToSdk && !_options.Children;
        if (isForeign)
        {
            Interlocked.Increment(ref _passedSdkCount);
            return;
        }

        if (!_options.Children)
        {
            program.ForgetPort();
        }

        if (_options.Children || Interlocked.Exchange(ref _isOneTaken, 1) == 0)
        {
            _only = program;
            Record(program);
        }
        else
        {
            ReportOther(program.Pid);
        }
    }

    /// <summary>
    /// Reports once that another .NET process runs without being recorded: the recorded one may only be its launcher.
    /// Call it periodically; it checks at growing intervals.
    /// </summary>
    public void ReportOthers()
    {
        bool isDue = !_options.Children
            && Volatile.Read(ref _isOtherReported) == 0
            && Stopwatch.GetElapsedTime(_lookedAt) >= _lookAfter;
        if (!isDue || _only is not { } only)
        {
            return;
        }

        _lookedAt = Stopwatch.GetTimestamp();
        _lookAfter *= 2;
        if (only.DotnetDescendants() is [int pid, ..])
        {
            ReportOther(pid);
        }
    }

    /// <summary>Writes the last snapshot of each program that has exited.</summary>
    public void FinishEnded()
    {
        foreach (FlightRecorder ended in Running().Where(recorder => !recorder.Enabled))
        {
            Finish(ended, ProcessExit.Why(ended));
        }
    }

    /// <summary>
    /// Writes the snapshots of triggers that are due, and reports what their conditions name and the streams do not
    /// show.
    /// </summary>
    public void TakeTriggered()
    {
        foreach (FlightRecorder recorder in Running())
        {
            _triggerReport.Update(recorder, _output.Note);
            FiredTriggers? triggers = DetailsOf(recorder).Triggers;
            if (triggers?.TakeDue(isOver: recorder.Triggers is { HasReportedEnd: true }) is { } due)
            {
                _snapshots.Take(recorder, due, triggers);
            }
        }
    }

    /// <summary>Writes a snapshot of each running program.</summary>
    public void Snapshot(string reason)
    {
        List<FlightRecorder> running = Running();
        running.ForEach(recorder => _snapshots.Take(recorder, new StopRequest(reason, End: false), triggers: null));
        if (running.Count == 0)
        {
            _output.Note("no snapshot: no process is being recorded now.");
        }
    }

    /// <summary>Writes the last snapshot of each program after the command has exited, and detaches from those that are
    /// still running.</summary>
    public void FinishAll()
    {
        foreach (FlightRecorder recorder in Running())
        {
            ProcessExit.AwaitStream(recorder);
            Finish(recorder, recorder.Enabled ? "the command ended" : ProcessExit.Why(recorder));
        }
    }

    /// <summary>Reads the rules again, for the running programs and for those that start later.</summary>
    public void ReloadRules() => _options.Rules?.Reload(
        () => [.. Running().Select(recorder => DetailsOf(recorder).Triggers).OfType<FiredTriggers>()
            .Select(triggers => triggers.Plan)],
        _output.Note);

    /// <summary>What the triggers of the running programs observed and decided. Any thread may call it.</summary>
    public ReadOnlyMemory<byte> Explain() => ExplanationsOf(Running());

    /// <summary>What the triggers of recorders observed and decided, as JSON.</summary>
    public static ReadOnlyMemory<byte> ExplanationsOf(IEnumerable<FlightRecorder> recorders) =>
        TriggersExplanation.ToJson(
        [
            .. recorders.Select(recorder => recorder.Triggers?.Explain(recorder.Health.Process))
                .OfType<TriggersExplanation>(),
        ]);

    /// <summary>Waits for the actions of triggers of the programs that have ended, within a time limit.</summary>
    /// <param name="isHurried">Returns whether the user has requested the end.</param>
    public void FinishActions(Func<bool> isHurried) => _actions.Finish(_output.Note, isHurried);

    public void Dispose() => Running().ForEach(recorder => recorder.Dispose());

    private void ReportOther(int pid)
    {
        if (Interlocked.Exchange(ref _isOtherReported, 1) == 0)
        {
            _output.Note($"the command also runs another .NET process (pid {pid}), which is not recorded; "
                + "--children records each of them.");
        }
    }

    private void Record(StartingProgram program)
    {
        // Each process has its own memory of what was observed, and its own cooldowns.
        FiredTriggers? triggers = _options.Rules is { } rules ? new FiredTriggers(rules) : null;
        triggers?.NoteTo(_output.Note);
        FlightRecorderOptions options = _options.Recorder with { Plan = triggers?.Plan };
        FlightRecorder recorder = new(options, EventPipeSource.Starting(program, _options.Recorded));
        long started = Stopwatch.GetTimestamp();
        try
        {
            recorder.Start();
        }
        catch (Exception failure) when (failure is IOException or InvalidOperationException)
        {
            recorder.Dispose();
            _output.Note($"not recorded: {failure.Message}");
            return;
        }

        lock (_lock)
        {
            _running.Add(recorder, (started, triggers));
            _recordedCount++;
        }

        UpdateRules(triggers);
        ProcessFacts process = recorder.Health.Process!;
        _output.Note($"recording {process.Name} (pid {process.Id}); "
            + $"'kill -USR1 {Environment.ProcessId}' takes a snapshot; its exit takes the last one");
    }

    // They may have been read again while the program started.
    private void UpdateRules(FiredTriggers? triggers)
    {
        try
        {
            triggers?.Update();
        }
        catch (IOException failure)
        {
            _output.Note($"rules not reloaded, the earlier ones stay in force: {failure.Message}");
        }
    }

    private (long Started, FiredTriggers? Triggers) DetailsOf(FlightRecorder recorder)
    {
        lock (_lock)
        {
            return _running[recorder];
        }
    }

    private List<FlightRecorder> Running()
    {
        lock (_lock)
        {
            return [.. _running.Keys];
        }
    }

    private void Finish(FlightRecorder recorder, string reason)
    {
        (long started, FiredTriggers? triggers) = DetailsOf(recorder);
        StopRequest request = new(reason, End: true);
        if (_snapshots.Take(recorder, request, triggers, Stopwatch.GetElapsedTime(started)) is { } written)
        {
            _lastSnapshots.Add(written.Location);
        }

        _triggerReport.Update(recorder, _output.Note);
        recorder.Dispose();
        if (triggers is not null)
        {
            _actions.Add(triggers);
        }

        lock (_lock)
        {
            _running.Remove(recorder);
        }
    }
}
