namespace Contrail.InProcess;

/// <summary>A thread pool of a few threads that are all blocked until it is disposed.</summary>
internal sealed class BlockedPool : IDisposable
{
    private const int PoolThreads = 8;

    // Not disposed: the last thread may still be in its call when the wait for it has ended.
    private readonly CountdownEvent _blocked = new(PoolThreads);
    private readonly ManualResetEventSlim _release = new();

    /// <summary>Blocks all threads of the pool; returns when they are.</summary>
    public BlockedPool()
    {
        for (int index = 0; index < PoolThreads; index++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                _ =>
                {
                    _blocked.Signal();
                    _release.Wait();
                },
                null);
        }

        _blocked.Wait();
    }

    /// <summary>Limits the pool, before anything uses it.</summary>
    public static void Limit()
    {
        ThreadPool.SetMinThreads(PoolThreads, PoolThreads);
        ThreadPool.SetMaxThreads(PoolThreads, PoolThreads);
    }

    /// <summary>Releases the threads.</summary>
    public void Dispose() => _release.Set();
}
