namespace Contrail.InProcess;

/// <summary>What makes it hard to record: threads that go on until the process ends.</summary>
internal static class Conditions
{
    /// <summary>Brings the process into a condition, by name.</summary>
    public static void Begin(string condition)
    {
        switch (condition)
        {
            case "quiet":
                break;
            case "gc":
                Run(2, AllocateEndlessly);
                Run(1, CollectEndlessly);
                break;
            case "starved":
                StarveThePool();
                break;
            case "exceptions":
                Run(4, ThrowEndlessly);
                break;
            default:
                throw new ArgumentException($"There is no condition '{condition}'.", nameof(condition));
        }
    }

    /// <summary>Throws and catches, as the calling thread's own part of the storm.</summary>
    public static void Throw(int count)
    {
        for (int index = 0; index < count; index++)
        {
            try
            {
                throw new InvalidOperationException("one of very many");
            }
            catch (InvalidOperationException)
            {
                // That was all.
            }
        }
    }

    /// <summary>Runs something on so many threads of its own.</summary>
    public static void Run(int threadCount, Action work)
    {
        for (int index = 0; index < threadCount; index++)
        {
            new Thread(() => work()) { IsBackground = true, Name = "condition" }.Start();
        }
    }

    private static void AllocateEndlessly()
    {
        byte[][] held = new byte[256][];
        for (int index = 0; ; index = (index + 1) % held.Length)
        {
            held[index] = new byte[(index % 8 * 4096) + 64];
        }
    }

    private static void CollectEndlessly()
    {
        while (true)
        {
            GC.Collect();
            Thread.Sleep(5);
        }
    }

    private static void ThrowEndlessly()
    {
        while (true)
        {
            Throw(10);
            Thread.Sleep(1);
        }
    }

    // As many threads as the pool may have, and none of them returns.
    private static void StarveThePool()
    {
        int most = Math.Max(2, Environment.ProcessorCount);
        if (!ThreadPool.SetMaxThreads(most, most))
        {
            throw new InvalidOperationException("The thread pool takes no limit.");
        }

        using CountdownEvent stuck = new(most);
        for (int index = 0; index < most; index++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                _ =>
                {
                    stuck.Signal();
                    Thread.Sleep(Timeout.Infinite);
                },
                null);
        }

        stuck.Wait();
    }
}
