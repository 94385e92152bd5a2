using System.Diagnostics;

namespace Contrail.Capture;

/// <summary>
/// Looks at the pumps ten times a second and cuts the stream of one that has paused: from about 1.3 seconds on a
/// target could not exit, and closing the socket frees it in some 10 ms.
/// </summary>
/// <remarks>
/// It cannot help where this whole process is stopped, by SIGSTOP or a debugger: then nobody runs here. When it goes
/// on, the pumps go on too, and read what has been waiting: what counts as a pause begins anew.
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
