namespace Contrail.Target.Prices;

/// <summary>Two threads pass a turn to each other: two waits for an event each time.</summary>
internal sealed class HandleWaits : IOperation
{
    private readonly AutoResetEvent _there = new(false);
    private readonly AutoResetEvent _back = new(false);

    public void Do(int count)
    {
        Thread other = new(() =>
        {
            for (int turn = 0; turn < count; turn++)
            {
                _there.WaitOne();
                _back.Set();
            }
        })
        {
            IsBackground = true,
        };
        other.Start();
        for (int turn = 0; turn < count; turn++)
        {
            _there.Set();
            _back.WaitOne();
        }

        other.Join();
    }

    public void Dispose()
    {
        _there.Dispose();
        _back.Dispose();
    }
}
