using System.Diagnostics;
using Contrail.Core.Ring;
using Contrail.Processes;

namespace Contrail.EventPipe;

/// <summary>
/// Keeps the sessions of one target going, on a thread of its own: it steps to a cheaper profile and back as its
/// governor decides, and attaches again after a watchdog's cut. It never makes a pump wait.
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
    private readonly ManualResetEventSlim _disposed = new();
    private readonly Thread _thread;
    private TimeSpan _retryAfter = MinRetry;
    private long _failedAt;
    private volatile string? _lastError;
    private volatile string? _detachedBecause;
    private long _behindTicks = -1;

    /// <param name="sessions">The sessions, open.</param>
    /// <param name="governor">What decides about the profile; null if it stays.</param>
    /// <param name="stat">The target's state; null once it is gone.</param>
    /// <param name="watch">What has to look at the target now and then.</param>
    /// <param name="clock">What has to look at the clocks now and then.</param>
    public SessionKeeper(
        EventPipeSessions sessions, Governor? governor, Func<ProcStat?> stat, BufferWatch watch, TraceClock clock)
    {
        _clock = clock;
        _sessions = sessions;
        _governor = governor;
        _stat = stat;
        _watch = watch;

        // A thread and not a timer: a starved thread pool must not blind it.
        _thread = new Thread(Run, 256 << 10) { Name = "Contrail keeper", IsBackground = true };
        _thread.Start();
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
        _disposed.Set();
        _sessions.Consumer.Wake();
        _thread.Join();
        _disposed.Dispose();
    }

    private void Run()
    {
        while (!_disposed.IsSet && !_sessions.MainDrain.Ended.IsCompleted)
        {
            _sessions.Consumer.WaitForEnd(LookEvery);
            if (_disposed.IsSet)
            {
                return;
            }

            _clock.Look();
            _watch.Look();
            try
            {
                Look();
            }
            catch (Exception failure)
            {
                // Whatever it is, it must not end the process that we are in.
                _lastError = failure.Message;
                _failedAt = Stopwatch.GetTimestamp();
                _retryAfter = _retryAfter * 2 < MaxRetry ? _retryAfter * 2 : MaxRetry;
            }
        }
    }

    private void Look()
    {
        bool hasEnded = _sessions.Main.Current.Ended.IsCompleted;
        bool mayGoOn = _sessions.Main.Current is { WasCut: true, Failure: null };
        ProcStat? target = _stat();
        if (hasEnded && !(mayGoOn && target is { IsDead: false }))
        {
            _sessions.Main.Finish();
            return;
        }

        // A process that is stopped or exiting does not answer, so waiting would be useless.
        bool answers = target is { IsDead: false, IsStopped: false };
        bool waits = _failedAt != 0 && Stopwatch.GetElapsedTime(_failedAt) < _retryAfter;
        if (waits || !answers)
        {
            return;
        }

        _sessions.RetryRundown();
        if (hasEnded)
        {
            _lastError = "the recorder had paused too long, so it detached from the process and attached again";
            _sessions.Main.Reopen();
        }
        else if (_sessions.SymbolsWereCut)
        {
            _sessions.ReopenSymbols();
        }
        else
        {
            Govern();
        }

        _failedAt = 0;
        _retryAfter = MinRetry;
    }

    private void Govern()
    {
        RecordingCounts counts = _sessions.Recording.Counts();
        TimeSpan? behind = Behind(counts);
        Interlocked.Exchange(ref _behindTicks, behind?.Ticks ?? -1);
        if (_governor?.Decide(counts, _sessions.Main.Profile, behind ?? TimeSpan.Zero) is not { } decided)
        {
            return;
        }

        if (decided.Step == GovernorStep.Release)
        {
            Release(decided.Because);
            return;
        }

        _sessions.Main.Change(decided.Profile, decided.Because);
        _governor.Done();
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
