using System.Diagnostics;

namespace Contrail.Target;

/// <summary>
/// Keeps a rate without drift: it counts what is due since the start, so a late wake-up (or a SIGSTOP) is made good
/// at once. It sleeps in whole milliseconds and never spins, so that the core it runs on stays free. One thread.
/// </summary>
internal sealed class Pacer(double perSecond)
{
    private readonly long _started = Stopwatch.GetTimestamp();
    private long _done;

    /// <summary>Waits until work is due, and returns how much; 0 when the process must end.</summary>
    public long WaitForDue()
    {
        while (Lifetime.Goes)
        {
            double elapsedSeconds = Stopwatch.GetElapsedTime(_started).TotalSeconds;
            long due = (long)(elapsedSeconds * perSecond) - _done;
            if (due > 0)
            {
                _done += due;
                return due;
            }

            double waitSeconds = ((_done + 1) / perSecond) - elapsedSeconds;
            Lifetime.Pause(TimeSpan.FromMilliseconds(Math.Clamp(Math.Ceiling(waitSeconds * 1000), 1, 60_000)));
        }

        return 0;
    }
}
