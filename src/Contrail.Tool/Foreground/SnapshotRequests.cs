using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Contrail.Tool.Foreground;

/// <summary>Collects requests from signals, the keyboard and the end of the duration.</summary>
internal sealed class SnapshotRequests : IDisposable
{
    /// <summary>SIGUSR1 on Linux; PosixSignal has no name for it.</summary>
    private const PosixSignal User1 = (PosixSignal)10;

    /// <summary>Maximum number of queued requests when they arrive faster than snapshots can be taken.</summary>
    private const int MaxWaiting = 16;

    /// <summary>Maximum number of keys read between two checks for signals.</summary>
    private const int MaxKeys = 16;

    private readonly BlockingCollection<StopRequest> _waiting = new(MaxWaiting);
    private readonly List<PosixSignalRegistration> _signals = [];
    private readonly TimeSpan? _duration;
    private readonly Action? _reload;
    private Timer? _timer;
    private int _isWaking;
    private bool _hasKeyboard = !Console.IsInputRedirected;

    /// <param name="duration">Time limit of the recording; null for no limit.</param>
    /// <param name="reload">
    /// Called for SIGHUP, on the thread that takes the requests, unless the terminal was closed; null if SIGHUP always
    /// ends the recording.
    /// </param>
    public SnapshotRequests(TimeSpan? duration, Action? reload = null)
    {
        _duration = duration;
        _reload = reload;
        Register(PosixSignal.SIGINT, new StopRequest("Ctrl+C", End: true));
        Register(PosixSignal.SIGTERM, new StopRequest("SIGTERM", End: true) { IsUrgent = true });
        Register(PosixSignal.SIGHUP, () => new StopRequest("SIGHUP", End: reload is null || !Terminal.IsOpenOrNone())
        {
            IsReload = reload is not null,
            IsUrgent = true,
        });
        if (OperatingSystem.IsLinux())
        {
            Register(User1, new StopRequest("SIGUSR1", End: false));
        }
    }

    /// <summary>Starts the duration, unless it was started before.</summary>
    public void BeginDuration()
    {
        if (_duration is { } lasts)
        {
            _timer ??= new Timer(
                _ => Add(new StopRequest("end of the duration", End: true)), null, lasts, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Returns the next request, or null if none arrives in that time.</summary>
    public StopRequest? Next(TimeSpan wait)
    {
        // Called ten times a second for weeks: a timeout allocates neither an exception nor a task.
        if (TryTake(out StopRequest request, wait))
        {
            return request;
        }

        ReadKeys();
        return TryTake(out request, TimeSpan.Zero) ? request : null;
    }

    /// <summary>Returns the queued stop request, if any; snapshot requests before it are dropped.</summary>
    public StopRequest? TakeEnd()
    {
        while (_waiting.Count > 0)
        {
            if (TryTake(out StopRequest request, TimeSpan.Zero) && request.End)
            {
                return request;
            }
        }

        return null;
    }

    /// <summary>
    /// Returns whether the user requested to stop after a stopwatch timestamp; the request stays queued.
    /// </summary>
    public bool HasEndSince(long timestamp) =>
        _waiting.ToArray().Any(request => request is { End: true, IsFromUser: true } && request.At > timestamp);

    /// <summary>Ends a wait for a request. Any thread may call it.</summary>
    public void Wake()
    {
        // One is enough, and leaves the queue to requests of the user. A full queue ends a wait too.
        bool isNeeded = Interlocked.Exchange(ref _isWaking, 1) == 0;
        if (isNeeded && !_waiting.TryAdd(new StopRequest("", End: false) { IsWake = true }))
        {
            Interlocked.Exchange(ref _isWaking, 0);
        }
    }

    /// <summary>Queues a request. A stop request is never dropped.</summary>
    public void Add(StopRequest request)
    {
        // A stop request replaces a queued snapshot request when the queue is full.
        StopRequest timed = request with { At = Stopwatch.GetTimestamp() };
        while (!_waiting.TryAdd(timed) && request.End)
        {
            if (_waiting.TryTake(out StopRequest replaced) && replaced.IsWake)
            {
                Interlocked.Exchange(ref _isWaking, 0);
            }
        }
    }

    public void Dispose()
    {
        foreach (PosixSignalRegistration signal in _signals)
        {
            signal.Dispose();
        }

        // The collection is not disposed: a signal handler or the timer may still add to it.
        _timer?.Dispose();
    }

    private void Register(PosixSignal signal, StopRequest request) => Register(signal, () => request);

    private void Register(PosixSignal signal, Func<StopRequest> request) =>
        _signals.Add(PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            Add(request() with { IsFromUser = true });
        }));

    // Returns whether the request is for the caller.
    private bool TryTake(out StopRequest request, TimeSpan wait)
    {
        while (_waiting.TryTake(out request, wait))
        {
            if (request.IsWake)
            {
                Interlocked.Exchange(ref _isWaking, 0);
                return false;
            }

            if (request.End || !request.IsReload)
            {
                return true;
            }

            _reload!();
            wait = TimeSpan.Zero;
        }

        return false;
    }

    // In the background a read stops this process, and on a closed terminal each read returns immediately.
    private void ReadKeys()
    {
        try
        {
            for (int count = 0; count < MaxKeys && _hasKeyboard && Terminal.IsForeground(Terminal.Input)
                && Console.KeyAvailable; count++)
            {
                if (Console.ReadKey(intercept: true).KeyChar is 's' or 'S')
                {
                    Add(new StopRequest("key 's'", End: false));
                }
            }
        }
        catch (Exception failure) when (failure is IOException or InvalidOperationException)
        {
            _hasKeyboard = false;
        }
    }
}
