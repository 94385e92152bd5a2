using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Contrail.Tool.Foreground;

/// <summary>Collects wishes: signals, the keyboard, the end of the duration.</summary>
internal sealed class SnapshotRequests : IDisposable
{
    /// <summary>SIGUSR1 on Linux; the framework has no name for it.</summary>
    private const PosixSignal User1 = (PosixSignal)10;

    /// <summary>Who asks more often than snapshots can be taken gets this many later.</summary>
    private const int MaxWaiting = 16;

    /// <summary>Keys read between two looks at the signals.</summary>
    private const int MaxKeys = 16;

    private readonly BlockingCollection<StopRequest> _waiting = new(MaxWaiting);
    private readonly List<PosixSignalRegistration> _signals = [];
    private readonly TimeSpan? _duration;
    private Timer? _timer;
    private bool _hasKeyboard = !Console.IsInputRedirected;

    /// <param name="duration">How long recording lasts; null for no limit.</param>
    public SnapshotRequests(TimeSpan? duration)
    {
        _duration = duration;
        Register(PosixSignal.SIGINT, new StopRequest("Ctrl+C", End: true));
        Register(PosixSignal.SIGTERM, new StopRequest("SIGTERM", End: true));
        Register(PosixSignal.SIGHUP, new StopRequest("SIGHUP", End: true));
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

    /// <summary>The next wish; null if none comes in that time.</summary>
    public StopRequest? Next(TimeSpan wait)
    {
        // Asked ten times a second for weeks: neither an exception nor a task is made for "none".
        if (_waiting.TryTake(out StopRequest wish, wait))
        {
            return wish;
        }

        ReadKeys();
        return _waiting.TryTake(out wish) ? wish : null;
    }

    /// <summary>A request to end, if one waits; snapshot requests before it are dropped.</summary>
    public StopRequest? TakeEnd()
    {
        while (_waiting.TryTake(out StopRequest wish))
        {
            if (wish.End)
            {
                return wish;
            }
        }

        return null;
    }

    /// <summary>Whether somebody has asked to end after a moment of the stopwatch; the request stays.</summary>
    public bool HasEndSince(long timestamp) =>
        _waiting.ToArray().Any(wish => wish is { End: true, IsFromUser: true } && wish.At > timestamp);

    /// <summary>Queues a request. A request to end is never dropped.</summary>
    public void Add(StopRequest wish)
    {
        // An end is not dropped: it takes the place of a snapshot.
        StopRequest timed = wish with { At = Stopwatch.GetTimestamp() };
        while (!_waiting.TryAdd(timed) && wish.End)
        {
            _waiting.TryTake(out _);
        }
    }

    public void Dispose()
    {
        foreach (PosixSignalRegistration signal in _signals)
        {
            signal.Dispose();
        }

        // The collection is left to the collector: a signal or the timer may still be adding to it.
        _timer?.Dispose();
    }

    private void Register(PosixSignal signal, StopRequest wish) =>
        _signals.Add(PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            Add(wish with { IsFromUser = true });
        }));

    // In the background a read stops this process, and of a terminal that has gone it returns at once, for ever.
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
