using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Contrail.Target;

/// <summary>
/// One thread that is blocked in turn in a sleep, on a lock and on a socket, for known times. Prints a line for each
/// wait by its own measurement, in nanoseconds of the clock of <see cref="Stopwatch"/>: when it began and ended, and
/// for how long the thread had no processor although it could run: <c>blocked OnLock 1000 91000 30</c>.
/// </summary>
internal static class BlockedMode
{
    private static readonly TimeSpan SleepTime = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan LockTime = TimeSpan.FromMilliseconds(90);
    private static readonly TimeSpan SocketTime = TimeSpan.FromMilliseconds(120);
    private static readonly object Gate = new();

    public static void Run(TargetOptions options)
    {
        using Socket listener = new(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        using Socket reader = new(SocketType.Stream, ProtocolType.Tcp);
        reader.Connect(listener.LocalEndPoint!);
        using Socket writer = listener.Accept();
        using SemaphoreSlim turns = new(0);
        using SemaphoreSlim held = new(0);
        Thread[] partner = Crew.Start(1, "partner", _ => Hold(turns, held, writer));
        Crew.Run(1, "blocked", _ => Wait(turns, held, reader));
        Array.ForEach(partner, thread => thread.Join());
    }

    private static void Wait(SemaphoreSlim turns, SemaphoreSlim held, Socket reader)
    {
        while (Lifetime.Goes)
        {
            Measure(nameof(OnSleep), OnSleep);
            turns.Release();
            held.Wait();
            Measure(nameof(OnLock), OnLock);
            turns.Release();
            Measure(nameof(OnSocket), () => OnSocket(reader));
        }

        turns.Release(2);
    }

    private static void Hold(SemaphoreSlim turns, SemaphoreSlim held, Socket writer)
    {
        while (Lifetime.Goes)
        {
            turns.Wait();
            lock (Gate)
            {
                held.Release();
                Thread.Sleep(LockTime);
            }

            turns.Wait();
            Thread.Sleep(SocketTime);
            writer.Send([1]);
        }
    }

    // Each does something after its wait: the compiler would replace the last call by a jump, without a frame.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void OnSleep()
    {
        Thread.Sleep(SleepTime);
        GC.KeepAlive(Gate);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void OnLock()
    {
        lock (Gate)
        {
            GC.KeepAlive(Gate);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void OnSocket(Socket reader)
    {
        reader.Receive(new byte[1]);
        GC.KeepAlive(reader);
    }

    private static void Measure(string name, Action wait)
    {
        long delayed = RunDelayNs();
        long start = Stopwatch.GetTimestamp();
        wait();
        long end = Stopwatch.GetTimestamp();
        Console.WriteLine($"blocked {name} {start} {end} {RunDelayNs() - delayed}");
    }

    // The time for which a thread could run and had no processor: the second field. 0 where the kernel counts none.
    private static long RunDelayNs()
    {
        const string Counts = "/proc/thread-self/schedstat";
        return File.Exists(Counts)
            ? long.Parse(File.ReadAllText(Counts).Split(' ')[1], CultureInfo.InvariantCulture)
            : 0;
    }
}
