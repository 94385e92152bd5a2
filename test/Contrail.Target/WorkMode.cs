using System.Diagnostics.Tracing;
using Contrail.Target.Work;

namespace Contrail.Target;

[EventSource(Name = "Contrail-Target-Work")]
internal sealed class WorkEvents : EventSource
{
    public static readonly WorkEvents Log = new();

    [Event(1)]
    public void Done(string worker, long round) => WriteEvent(1, worker, round);
}

/// <summary>
/// A sample of what a service does, each kind on separate threads, <c>--rate</c> rounds a second each (50), or
/// <c>--work-rate</c> next to another mode: events of every kind, with stacks whose frames have known names.
/// </summary>
internal static class WorkMode
{
    private static readonly (string Name, Action Round)[] Workers =
    [
        ("documents", Documents.Round),
        ("awaits", Awaits.Round),
        ("garbage", Garbage.Round),
        ("failures", Failures.Round),
        ("shapes", Shapes.Round),
        ("contention 1", Contention.Round),
        ("contention 2", Contention.Round),
    ];

    public static void Run(TargetOptions options)
    {
        double perSecond = options.Number("work-rate", options.Number("rate", 50));
        Crew.Run(Workers.Length, "work", index => Work(Workers[index], new Pacer(perSecond)));
    }

    private static void Work((string Name, Action Round) worker, Pacer pacer)
    {
        long number = 0;
        while (pacer.WaitForDue() is > 0 and long due)
        {
            for (; due > 0; due--)
            {
                worker.Round();
                WorkEvents.Log.Done(worker.Name, ++number);
            }
        }
    }
}
