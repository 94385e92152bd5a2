using System.Diagnostics.CodeAnalysis;
using Contrail.Sources;

namespace Contrail.Capture;

/// <summary>
/// Checks the pumps of all recordings ten times a second and closes the stream of a paused one: after about 1.3 seconds
/// a target cannot exit, and closing the socket releases it within about 10 ms. The thread runs while there are pumps.
/// Thread-safe.
/// </summary>
/// <remarks>
/// It has no effect while this process is stopped by SIGSTOP or a debugger, because no thread runs. When the process
/// continues, the pumps read the waiting data, and the measurement of a pause restarts.
/// </remarks>
[SuppressMessage(
    "Reliability", "CA1001", Justification = "It lives as long as the process, like the host it belongs to.")]
internal sealed class Watchdog
{
    /// <summary>Below the 1.3 s after which a runtime's socket is full, with room for our own delay.</summary>
    public static readonly TimeSpan MaxPause = TimeSpan.FromMilliseconds(800);

    private static readonly TimeSpan CheckEvery = TimeSpan.FromMilliseconds(100);

    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly List<Pump> _pumps = [];
    private readonly ManualResetEventSlim _never = new();
    private bool _isRunning;

    public Watchdog(TimeProvider time) => _time = time;

    /// <exception cref="OutOfMemoryException">No thread can be started.</exception>
    public void Watch(Pump pump)
    {
        lock (_lock)
        {
            if (!_isRunning)
            {
                // A thread and not a timer: a starved thread pool must not stop it.
                new Thread(Run, 128 << 10) { Name = "Contrail watchdog", IsBackground = true }.Start();
                _isRunning = true;
            }

            _pumps.Add(pump);
        }
    }

    /// <summary>Ends watching a pump that was not started.</summary>
    public void Forget(Pump pump)
    {
        lock (_lock)
        {
            _pumps.Remove(pump);
        }
    }

    private void Run()
    {
        PauseClock clock = new(MaxPause, _time.TimestampFrequency, _time.GetTimestamp());
        do
        {
            _time.Wait(_never, CheckEvery);
            clock.Look(_time.GetTimestamp());
        }
        while (TryCheck(clock));
    }

    // False if there are no pumps, and the thread has to end.
    private bool TryCheck(PauseClock clock)
    {
        Pump[] paused;
        lock (_lock)
        {
            _pumps.RemoveAll(pump => pump.Ended.IsCompleted);
            if (_pumps.Count == 0)
            {
                return _isRunning = false;
            }

            paused = [.. _pumps.Where(pump => clock.IsTooLong(pump.AwayFromReadSince))];
        }

        // Outside the lock, so that a recording which starts does not wait for another one's socket.
        Array.ForEach(paused, Cut);
        return true;
    }

    private static void Cut(Pump pump)
    {
        try
        {
            pump.Cut();
        }
        catch (Exception)
        {
            // A stream that fails to close must not end the watch over the others.
        }
    }
}
