namespace Contrail.Tool.Foreground;

/// <summary>
/// Waits for a process with a name and records it. With <see cref="ForegroundOptions.Follow"/>, it continues with the
/// next process after the last snapshot is written. Attaching to a process that cannot be recorded is retried.
/// </summary>
internal sealed class FollowedRecording
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>Each search reads one line per process: 20 ms for 500 processes.</summary>
    private static readonly TimeSpan SearchEvery = TimeSpan.FromSeconds(1);

    private readonly NamedSearch _search;
    private readonly Func<int, FlightRecorder> _recorderOf;
    private readonly ForegroundOptions _options;
    private bool _hasRecorded;
    private bool _hasFailed;
    private bool _isAttachFailing;
    private string? _reasonShown;

    /// <param name="search">Finds the process to record.</param>
    /// <param name="recorderOf">Creates the recorder of a process id.</param>
    /// <param name="options">The options of the run.</param>
    public FollowedRecording(NamedSearch search, Func<int, FlightRecorder> recorderOf, ForegroundOptions options)
    {
        _search = search;
        _recorderOf = recorderOf;
        _options = options;
    }

    /// <summary>
    /// Runs until a stop request, or until the process exits without a next one; returns the exit code.
    /// </summary>
    public int Run()
    {
        using ForegroundSession session = new(_options);
        bool goesOn = true;
        while (goesOn)
        {
            goesOn = Await(session) is { } found && Record(session, found);
        }

        return _hasRecorded && !_hasFailed && !_isAttachFailing ? ExitCodes.Done : ExitCodes.Failed;
    }

    private FoundProcess? Await(ForegroundSession session)
    {
        bool isWaitShown = _isAttachFailing;
        while (true)
        {
            SearchResult result = default;
            DedicatedWait searching = new("Contrail search", () => result = _search.Look());
            while (!searching.IsOver(LookEvery))
            {
                if (session.SnapshotRequests.TakeEnd() is { } early)
                {
                    return Stop(session, early);
                }
            }

            searching.Conclude();
            if (result.Found is { } found)
            {
                return found;
            }

            if (!isWaitShown)
            {
                isWaitShown = true;
                string next = _hasRecorded ? "the next process" : "a process";
                session.Output.Note($"waiting for {next} named {_search.Name}; press Ctrl+C to stop");
            }

            ShowReason(session, result.Problem);
            if (session.SnapshotRequests.Next(SearchEvery) is { } request)
            {
                if (request.End)
                {
                    return Stop(session, request);
                }

                session.Output.Note("no snapshot: no process is being recorded now.");
            }
        }
    }

    private FoundProcess? Stop(ForegroundSession session, StopRequest end)
    {
        session.Output.Note(_hasRecorded
            ? $"recording ended: {end.Reason}"
            : $"Nothing was recorded: {end.Reason} arrived before recording had started.");
        return null;
    }

    // Returns whether to search for the next process.
    private bool Record(ForegroundSession session, FoundProcess found)
    {
        FlightRecorder recorder = _recorderOf(found.Pid);
        try
        {
            if (session.Start(recorder) is { } end)
            {
                Stop(session, end);
                return false;
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException
            or InvalidOperationException)
        {
            _isAttachFailing = true;
            _search.Delay(found);
            ForegroundSession.Close(recorder);
            ShowReason(session, failure.Message);
            return true;
        }

        session.SnapshotRequests.BeginDuration();
        _hasRecorded = true;
        _isAttachFailing = false;
        _reasonShown = null;
        RecordingResult result = session.Attend(recorder);
        _hasFailed |= !result.Succeeded;
        _search.Exclude(found);
        ForegroundSession.Close(recorder);
        session.Report(result);
        return _options.Follow && !result.IsStopRequested;
    }

    private void ShowReason(ForegroundSession session, string? reason)
    {
        if (reason is not null && reason != _reasonShown)
        {
            _reasonShown = reason;
            session.Output.Note($"still waiting: {reason}");
        }
    }
}
