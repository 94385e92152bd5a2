using System.Diagnostics.Tracing;

namespace Contrail.Target;

[EventSource(Name = "Contrail-Target-Threads")]
internal sealed class ThreadsEvents : EventSource
{
    public static readonly ThreadsEvents Log = new();

    [Event(1)]
    public void Lived(int number) => WriteEvent(1, number);
}

/// <summary>Threads that write one event and end, <c>--rate</c> a second (200), one at a time.</summary>
internal static class ThreadsMode
{
    public static void Run(TargetOptions options)
    {
        Pacer pacer = new(options.Number("rate", 200));
        int number = 0;
        while (pacer.WaitForDue() is > 0 and long due)
        {
            for (; due > 0 && Lifetime.Goes; due--)
            {
                int lived = ++number;
                Crew.Run(1, "brief", _ => ThreadsEvents.Log.Lived(lived));
            }
        }
    }
}
