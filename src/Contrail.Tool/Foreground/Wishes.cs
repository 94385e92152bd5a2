using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Contrail.Tool.Foreground;

/// <summary>Collects wishes: signals, the keyboard, the end of the duration.</summary>
internal sealed class Wishes : IDisposable
{
    /// <summary>SIGUSR1 on Linux; the framework has no name for it.</summary>
    private const PosixSignal User1 = (PosixSignal)10;

    /// <summary>Who asks more often than snapshots can be taken gets this many later.</summary>
    private const int WaitingMax = 16;

    private readonly BlockingCollection<Wish> _waiting = new(WaitingMax);
    private readonly List<PosixSignalRegistration> _signals = [];
    private readonly Timer? _timer;

    public Wishes(TimeSpan? duration)
    {
        Register(PosixSignal.SIGINT, new Wish("Ctrl+C", End: true));
        Register(PosixSignal.SIGTERM, new Wish("SIGTERM", End: true));
        Register(PosixSignal.SIGHUP, new Wish("SIGHUP", End: true));
        if (OperatingSystem.IsLinux())
        {
            Register(User1, new Wish("SIGUSR1", End: false));
        }

        if (duration is { } lasts)
        {
            _timer = new Timer(
                _ => Add(new Wish("end of the duration", End: true)), null, lasts, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>The next wish; null if none comes in that time.</summary>
    public Wish? Next(TimeSpan wait)
    {
        // Asked ten times a second for weeks: neither an exception nor a task is made for "none".
        if (_waiting.TryTake(out Wish wish, wait))
        {
            return wish;
        }

        ReadKeys();
        return _waiting.TryTake(out wish) ? wish : null;
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

    private void Register(PosixSignal signal, Wish wish) =>
        _signals.Add(PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            Add(wish);
        }));

    private void ReadKeys()
    {
        while (!Console.IsInputRedirected && Console.KeyAvailable)
        {
            if (Console.ReadKey(intercept: true).KeyChar is 's' or 'S')
            {
                Add(new Wish("key 's'", End: false));
            }
        }
    }

    private void Add(Wish wish)
    {
        // An end is not dropped: it takes the place of a snapshot.
        while (!_waiting.TryAdd(wish) && wish.End)
        {
            _waiting.TryTake(out _);
        }
    }
}
