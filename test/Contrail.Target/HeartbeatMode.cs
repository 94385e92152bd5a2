using System.Diagnostics;
using System.Diagnostics.Tracing;

namespace Contrail.Target;

[EventSource(Name = "Contrail-Target-Heartbeat")]
internal sealed class HeartbeatEvents : EventSource
{
    public static readonly HeartbeatEvents Log = new();

    /// <summary>
    /// Ticks are of <see cref="Stopwatch"/>: one clock for all processes of the machine. Two longs, because they have
    /// an overload; the general one drops the event when a session enables the provider with keywords 0.
    /// </summary>
    [Event(1)]
    public void Beat(long number, long stopwatchTicks) => WriteEvent(1, number, stopwatchTicks);
}

/// <summary>
/// Numbered beats from one thread, 1, 2, 3… without a gap, <c>--rate</c> a second (1000). At its end it prints the
/// longest pause of the thread: <c>longest gap N ms</c>.
/// </summary>
internal static class HeartbeatMode
{
    public static void Run(TargetOptions options)
    {
        Pacer pacer = new(options.Number("rate", 1000));
        long number = 0;
        long longestTicks = 0;
        long last = Stopwatch.GetTimestamp();
        while (pacer.WaitForDue() is > 0 and long due)
        {
            long now = Stopwatch.GetTimestamp();
            longestTicks = Math.Max(longestTicks, now - last);
            last = now;
            for (; due > 0; due--)
            {
                HeartbeatEvents.Log.Beat(++number, Stopwatch.GetTimestamp());
            }
        }

        Console.WriteLine($"longest gap {longestTicks * 1000 / Stopwatch.Frequency} ms");
    }
}
