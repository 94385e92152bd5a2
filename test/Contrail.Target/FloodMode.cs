using System.Diagnostics.Tracing;

namespace Contrail.Target;

[EventSource(Name = "Contrail-Target-Flood")]
internal sealed class FloodEvents : EventSource
{
    public static readonly FloodEvents Log = new();

    [Event(1)]
    public void Drop(long number, string filler) => WriteEvent(1, number, filler);
}

/// <summary>
/// As many events as <c>--threads</c> (1) can write, or <c>--rate</c> a second in all, of <c>--bytes</c> payload (64).
/// The number counts from 1 in each thread; its upper 24 bits are the thread's.
/// </summary>
internal static class FloodMode
{
    private const int ThreadShift = 40;
    private const int NumberBytes = sizeof(long);

    public static void Run(TargetOptions options)
    {
        int threads = options.Count("threads", 1);
        string filler = Filler(options);
        double perThread = options.Number("rate", 0) / threads;
        Crew.Run(threads, "flood", index =>
        {
            long first = FirstOf(index);
            if (perThread > 0)
            {
                WritePaced(first, filler, new Pacer(perThread));
            }
            else
            {
                WriteAll(first, filler);
            }
        });
    }

    /// <summary>The number before the first one of a thread.</summary>
    public static long FirstOf(int index) => (long)index << ThreadShift;

    /// <summary>The payload that gives an event the size of <c>--bytes</c>.</summary>
    public static string Filler(TargetOptions options)
    {
        int fillerBytes = options.Count("bytes", 64) - NumberBytes;
        // UTF-16 with its terminator: ten bytes are the least there can be.
        return new string('x', Math.Max(0, (fillerBytes / sizeof(char)) - 1));
    }

    private static void WriteAll(long number, string filler)
    {
        while (Lifetime.Goes)
        {
            FloodEvents.Log.Drop(++number, filler);
        }
    }

    private static void WritePaced(long number, string filler, Pacer pacer)
    {
        while (pacer.WaitForDue() is > 0 and long due)
        {
            for (; due > 0; due--)
            {
                FloodEvents.Log.Drop(++number, filler);
            }
        }
    }
}
