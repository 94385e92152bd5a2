namespace Contrail.Target.Prices;

/// <summary>One thread holds a lock until another one waits for it: exactly one contention each time.</summary>
internal sealed class Contentions : IOperation
{
    private readonly object _gate = new();
    private volatile bool _held;
    private int _remaining;

    public void Do(int count)
    {
        _remaining = count;
        Thread waiter = new(Wait) { IsBackground = true };
        waiter.Start();
        while (Volatile.Read(ref _remaining) > 0)
        {
            lock (_gate)
            {
                _held = true;
                SpinWait.SpinUntil(() => (waiter.ThreadState & (ThreadState.WaitSleepJoin | ThreadState.Stopped)) != 0);
                _held = false;
            }
        }

        waiter.Join();
    }

    public void Dispose()
    {
    }

    private void Wait()
    {
        while (_remaining > 0)
        {
            SpinWait.SpinUntil(() => _held);
            lock (_gate)
            {
                _remaining--;
            }
        }
    }
}
