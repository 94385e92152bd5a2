namespace Contrail.Benchmarks.MachineFigures;

/// <summary>A process with threads to read: most wait, some wake up ten times a second.</summary>
internal static class FigureTarget
{
    /// <summary>What the process prints once all threads run.</summary>
    public const string Ready = "ready";

    private const int StackBytes = 256 << 10;

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs until the standard input ends.</summary>
    public static void Run(int threads, int active)
    {
        using ManualResetEvent end = new(false);
        List<Thread> started = [];
        for (int index = 0; index < threads; index++)
        {
            bool isActive = index < active;
            Thread thread = new(() => Wait(end, isActive), StackBytes) { IsBackground = true };
            thread.Start();
            started.Add(thread);
        }

        Console.WriteLine(Ready);
        Console.In.ReadToEnd();
        end.Set();
        started.ForEach(thread => thread.Join());
    }

    private static void Wait(ManualResetEvent end, bool isActive)
    {
        while (!end.WaitOne(isActive ? Period : Timeout.InfiniteTimeSpan))
        {
            Thread.SpinWait(100);
        }
    }
}
