using Contrail.Ipc;
using Contrail.Processes;
using Contrail.Sources;

namespace Contrail.EventPipe;

/// <summary>
/// How long an attach waits for its runtime, and what ends that early: that the process is stopped, which then cannot
/// answer, and that the recorder is. Safe from any thread.
/// </summary>
internal sealed class AttachWatch
{
    /// <summary>A debugger or a core dump may stop a process for a moment.</summary>
    private static readonly TimeSpan MinStopped = TimeSpan.FromMilliseconds(500);

    /// <summary>What the last request gets at least.</summary>
    private static readonly TimeSpan MinLeft = TimeSpan.FromMilliseconds(500);

    private readonly int _pid;
    private readonly TimeSpan _timeout;
    private readonly CancellationToken _opening;
    private readonly TimeProvider _time;
    private TimeSpan _spent;
    private long _beganAt;
    private long _stoppedSince;
    private volatile bool _isCanceled;

    /// <param name="pid">The process; 0 when it is not visible.</param>
    /// <param name="timeout">How long all answers together may take.</param>
    /// <param name="host">What opens the source.</param>
    public AttachWatch(int pid, TimeSpan timeout, ISourceHost host)
    {
        _pid = pid;
        _timeout = timeout;
        _opening = host.Opening;
        _time = host.Time;
        _beganAt = _time.GetTimestamp();
    }

    /// <summary>What is left of the time; read by the thread that attaches.</summary>
    public TimeSpan Left
    {
        get
        {
            TimeSpan left = _timeout - _spent - _time.GetElapsedTime(_beganAt);
            return left > MinLeft ? left : MinLeft;
        }
    }

    /// <summary>The message for a process that is stopped.</summary>
    public static SourceUnavailableException Refusal(int pid) =>
        new($"Process {pid} is stopped, by a signal or a debugger; let it go on (kill -CONT {pid}) and try again.");

    /// <summary>A deadline whose waits are watched.</summary>
    public Deadline In(TimeSpan timeout) => Deadline.In(timeout, Look);

    /// <summary>Requests the description of the runtime; the returned client contains it.</summary>
    public DiagnosticClient Describe(DiagnosticClient client)
    {
        DiagnosticClient watched = Watched(client);
        watched.Describe();
        _spent = _time.GetElapsedTime(_beganAt);
        return watched;
    }

    /// <summary>Goes on after work that was not the runtime's, and does not count.</summary>
    public DiagnosticClient Resume(DiagnosticClient client)
    {
        _beganAt = _time.GetTimestamp();
        return Watched(client);
    }

    /// <summary>Ends all waits.</summary>
    public void Cancel() => _isCanceled = true;

    private DiagnosticClient Watched(DiagnosticClient client) => client.Until(In(Left), Left);

    private void Look()
    {
        _opening.ThrowIfCancellationRequested();
        if (_isCanceled)
        {
            throw new OperationCanceledException("The recorder no longer waits for the runtime.");
        }

        if (_pid == 0 || new ProcDirectory().Stat(_pid) is not { IsStopped: true })
        {
            Volatile.Write(ref _stoppedSince, 0);
            return;
        }

        long now = _time.GetTimestamp();
        long since = Interlocked.CompareExchange(ref _stoppedSince, now, 0);
        if (since != 0 && _time.GetElapsedTime(since, now) >= MinStopped)
        {
            throw Refusal(_pid);
        }
    }
}
