using Contrail.Core.Ring;
using Contrail.Processes;
using Contrail.Sources;

namespace Contrail.EventPipe;

/// <summary>
/// Keeps the sessions of one target open: it changes to a cheaper profile and back as its governor decides, and
/// attaches again after the watchdog closed a stream. It decides on the host's thread, and waits for the runtime on a
/// dedicated one. It never makes a pump wait.
/// </summary>
internal sealed class SessionKeeper : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    /// <summary>Between two tries after one that failed; doubled each time.</summary>
    private static readonly TimeSpan MinRetry = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan MaxRetry = TimeSpan.FromSeconds(30);

    /// <summary>Two flushes and some more.</summary>
    private static readonly TimeSpan MinSilence = TimeSpan.FromMilliseconds(300);

    private readonly EventPipeSessions _sessions;
    private readonly Governor? _governor;
    private readonly Func<ProcStat?> _stat;
    private readonly BufferWatch _watch;
    private readonly TraceClock _clock;
    private readonly ISourceHost _host;
    private readonly IRepeatedWork _looks;
    private volatile Thread? _acting;
    private TimeSpan _retryAfter = MinRetry;
    private long _failedAt;
    private volatile string? _lastError;
    private volatile string? _detachedBecause;
    private long _behindTicks = -1;

    /// <param name="sessions">The sessions, open.</param>
    /// <param name="governor">What decides about the profile; null if it stays.</param>
    /// <param name="stat">The target's state; null once it is gone.</param>
    /// <param name="watch">What has to look at the target now and then.</param>
    /// <param name="host">Where it decides and acts.</param>
    public SessionKeeper(
        EventPipeSessions sessions, Governor? governor, Func<ProcStat?> stat, BufferWatch watch, ISourceHost host)
    {
        _clock = sessions.Clock;
        _sessions = sessions;
        _governor = governor;
        _stat = stat;
        _watch = watch;
        _host = host;
        _looks = host.Repeat(LookEvery, Look);
        _sessions.Consumer.StreamEnded = _looks.Wake;
        if (_sessions.Main.Current.Ended.IsCompleted)
        {
            _looks.Wake();
        }
    }

    /// <summary>Why the recorder detached from the process; null if it did not.</summary>
    public string? DetachedBecause => _detachedBecause;

    /// <summary>What could not be done last; null if all could.</summary>
    public string? LastError => _lastError;

    /// <summary>
    /// The lag of the runtime's stream at the last check; null if unknown: when nothing arrives, or what has arrived is
    /// not read yet.
    /// </summary>
    public TimeSpan? Lag =>
        Interlocked.Read(ref _behindTicks) is >= 0 and var ticks ? TimeSpan.FromTicks(ticks) : null;

    /// <summary>Waits for what is being done, at most for the runtime's answer.</summary>
    public void Dispose()
    {
        _looks.Dispose();
        _acting?.Join();
    }

    // On the thread of the host: nothing here waits for the runtime.
    private void Look()
    {
        if (_acting is { IsAlive: true } || _sessions.MainDrain.Ended.IsCompleted)
        {
            return;
        }

        try
        {
            _clock.Look();
            _watch.Look();
            if (Decide() is { } action)
            {
                _acting = _host.Start("Contrail sessions", () => Act(action));
            }
        }
        catch (Exception failure)
        {
            Fail(failure);
        }
    }

    private void Act(Action action)
    {
        try
        {
            action();
            Succeed();
        }
        catch (Exception failure)
        {
            Fail(failure);
        }
    }

    private void Succeed()
    {
        _failedAt = 0;
        _retryAfter = MinRetry;
    }

    // Whatever it is, it must not end the process that we are in.
    private void Fail(Exception failure)
    {
        _lastError = failure.Message;
        _failedAt = _host.Time.GetTimestamp();
        _retryAfter = _retryAfter * 2 < MaxRetry ? _retryAfter * 2 : MaxRetry;
    }

    // What has to be done that waits for the runtime; null if nothing has.
    private Action? Decide()
    {
        bool hasEnded = _sessions.Main.Current.Ended.IsCompleted;
        bool mayGoOn = _sessions.Main.Current is { WasCut: true, Failure: null };
        ProcStat? target = _stat();
        if (hasEnded && !(mayGoOn && target is { IsDead: false }))
        {
            _sessions.Main.Finish();
            return null;
        }

        // A process that is stopped or exiting does not answer, so waiting would be useless.
        bool answers = target is { IsDead: false, IsStopped: false };
        bool waits = _failedAt != 0 && _host.Time.GetElapsedTime(_failedAt) < _retryAfter;
        if (waits || !answers)
        {
            return null;
        }

        Action? action = hasEnded ? Reattach : _sessions.SymbolsWereCut ? _sessions.ReopenSymbols : Govern();
        if (_sessions.IsRundownDue)
        {
            return action is null ? _sessions.RetryRundown : _sessions.RetryRundown + action;
        }

        if (action is null)
        {
            Succeed();
        }

        return action;
    }

    private void Reattach()
    {
        _lastError = "the recorder had paused too long, so it detached from the process and attached again";
        _sessions.Main.Reopen();
    }

    private Action? Govern()
    {
        RecordingCounts counts = _sessions.Recording.Counts();
        TimeSpan? behind = Behind(counts);
        Interlocked.Exchange(ref _behindTicks, behind?.Ticks ?? -1);
        if (_governor?.Decide(counts, _sessions.Main.Profile, behind ?? TimeSpan.Zero) is not { } decided)
        {
            return null;
        }

        return decided.Step == GovernorStep.Release ? () => Release(decided.Because) : () => Change(decided);
    }

    private void Change(GovernorDecision decided)
    {
        _sessions.Main.Change(decided.Profile, decided.Because);
        _governor!.Done();
    }

    // Bytes that wait in the socket are our own lag, and not the runtime's. Silence shows none.
    private TimeSpan? Behind(RecordingCounts counts)
    {
        bool comes = _sessions.Main.Current.PendingBytes == 0 && _sessions.Consumer.QuietFor < MinSilence;
        return comes && counts.Latest is { } latest && counts.TicksPerSecond > 0
            ? TimeSpan.FromSeconds(Math.Max(0, (double)_clock.Now.Since(latest) / counts.TicksPerSecond))
            : null;
    }

    private void Release(string because)
    {
        _detachedBecause = because;
        _lastError = $"the recorder detached from the process because {because}";
        _sessions.Close();
        _sessions.Main.Finish();
    }
}
