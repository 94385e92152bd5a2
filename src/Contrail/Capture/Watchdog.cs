using System.Diagnostics;

namespace Contrail.Capture;

/// <summary>
/// Checks the pumps ten times a second and closes the stream of a paused one: after about 1.3 seconds a target cannot
/// exit, and closing the socket releases it within about 10 ms.
/// </summary>
/// <remarks>
/// It has no effect while this process is stopped by SIGSTOP or a debugger, because no thread runs. When the process
/// continues, the pumps read the waiting data, and the measurement of a pause restarts.
/// </remarks>
internal sealed class Watchdog : IDisposable
{
    /// <summary>Below the 1.3 s after which a runtime's socket is full, with room for our own delay.</summary>
    public static readonly TimeSpan MaxPause = TimeSpan.FromMilliseconds(800);

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    private readonly ManualResetEventSlim _disposed = new();
    private readonly Lock _lock = new();
    private readonly List<Pump> _pumps = [];
    private readonly Thread _thread;

    public Watchdog()
    {
        // A thread and not a timer: a starved thread pool must not blind it.
        _thread = new Thread(Run, 128 << 10) { Name = "Contrail watchdog", IsBackground = true };
        _thread.Start();
    }

    public void Watch(Pump pump)
    {
        lock (_lock)
        {
            _pumps.Add(pump);
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
        PauseClock clock = new(MaxPause, Stopwatch.GetTimestamp());
        while (!_disposed.Wait(LookEvery))
        {
            clock.Look(Stopwatch.GetTimestamp());
            lock (_lock)
            {
                _pumps.RemoveAll(pump => pump.Ended.IsCompleted);
                foreach (Pump pump in _pumps.Where(pump => clock.IsTooLong(pump.AwayFromReadSince)))
                {
                    pump.Cut();
                }
            }
        }
    }
}
