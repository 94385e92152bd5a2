namespace Contrail.Target.Prices;

/// <summary>
/// A thousand threads, of which each throws an exception ten times a second: every one of them needs a buffer of its
/// own at each flush of the runtime.
/// </summary>
internal sealed class Crowd : IOperation
{
    private const int ThreadCount = 1000;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);

    private readonly Barrier _all = new(ThreadCount + 1);
    private readonly Thread[] _threads;
    private volatile int _rounds;

    public Crowd()
    {
        _threads = [.. Enumerable.Range(0, ThreadCount)
            .Select(_ => new Thread(Live, 128 << 10) { IsBackground = true })];
        Array.ForEach(_threads, thread => thread.Start());
    }

    public void Do(int count)
    {
        _rounds = count / ThreadCount;
        _all.SignalAndWait();
        _all.SignalAndWait();
    }

    public void Dispose()
    {
        _rounds = 0;
        _all.SignalAndWait();
        Array.ForEach(_threads, thread => thread.Join());
        _all.Dispose();
    }

    private void Live()
    {
        do
        {
            _all.SignalAndWait();
            for (int round = 0; round < _rounds; round++)
            {
                Thread.Sleep(Between);
                Exceptions.Throw();
            }
        }
        while (_rounds > 0 && _all.SignalAndWait(Timeout.Infinite));
    }
}
