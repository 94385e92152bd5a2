using System.Diagnostics;

namespace Contrail.Capture;

/// <summary>
/// Looks at the pumps ten times a second and cuts the stream of one that has paused: from about 1.3 seconds on a
/// target could not exit, and closing the socket frees it in some 10 ms.
/// </summary>
/// <remarks>
/// Where this whole process is stopped, by SIGSTOP, a debugger or a long collection, nobody runs here and it can help
/// nobody. Afterwards the pump goes on as we do: time in which we did not look is not held against it.
/// </remarks>
internal sealed class Watchdog : IDisposable
{
    /// <summary>Below the 1.3 s after which a runtime's socket is full, with room for our own delay.</summary>
    public static readonly TimeSpan PauseMax = TimeSpan.FromMilliseconds(800);

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>More than this between two looks is our own absence; a busy machine makes it twice as long.</summary>
    private static readonly TimeSpan CountedMax = 2 * LookEvery;

    private readonly ManualResetEventSlim _disposed = new();
    private readonly Lock _lock = new();
    private readonly List<(Pump Pump, long Pause, TimeSpan Seen)> _watched = [];
    private readonly Thread _thread;

    public Watchdog()
    {
        // A thread and not a timer: a starved thread pool must not blind it.
        _thread = new Thread(Run, 128 << 10) { Name = "Contrail watchdog", IsBackground = true };
        _thread.Start();
    }

    /// <summary>For how long a pause has been seen after one more look, so long after the one before.</summary>
    internal static TimeSpan AddLook(TimeSpan seen, TimeSpan elapsed) =>
        seen + (elapsed < CountedMax ? elapsed : CountedMax);

    public void Watch(Pump pump)
    {
        lock (_lock)
        {
            _watched.Add((pump, 0, TimeSpan.Zero));
        }
    }

    public void Dispose()
    {
        _disposed.Set();
        _thread.Join();
        _disposed.Dispose();
    }

    private void Run()
    {
        long lookedAt = Stopwatch.GetTimestamp();
        while (!_disposed.Wait(LookEvery))
        {
            TimeSpan elapsed = Stopwatch.GetElapsedTime(lookedAt);
            lookedAt = Stopwatch.GetTimestamp();
            lock (_lock)
            {
                _watched.RemoveAll(watched => watched.Pump.Ended.IsCompleted);
                for (int index = 0; index < _watched.Count; index++)
                {
                    _watched[index] = Look(_watched[index], elapsed);
                }
            }
        }
    }

    private static (Pump, long, TimeSpan) Look((Pump Pump, long Pause, TimeSpan Seen) watched, TimeSpan elapsed)
    {
        long pause = watched.Pump.PausedSince;
        TimeSpan seen = pause != 0 && pause == watched.Pause ? AddLook(watched.Seen, elapsed) : TimeSpan.Zero;
        if (seen > PauseMax)
        {
            watched.Pump.Cut();
        }

        return (watched.Pump, pause, seen);
    }
}
