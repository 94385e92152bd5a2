namespace Contrail.Target.Prices;

/// <summary>Work items of the thread pool, which waits for no event in between.</summary>
internal sealed class WorkItems : IOperation
{
    private const int Together = 100;

    public void Do(int count)
    {
        for (int done = 0; done < count; done += Together)
        {
            using CountdownEvent running = new(Together);
            for (int item = 0; item < Together; item++)
            {
                ThreadPool.UnsafeQueueUserWorkItem(static left => left.Signal(), running, preferLocal: false);
            }

            running.Wait();
        }
    }

    public void Dispose()
    {
    }
}
