namespace Contrail.Capture;

/// <summary>Lets a stop cancel a start that is waiting for its source. Safe from any thread.</summary>
internal sealed class StartCancellation
{
    private readonly Lock _gate = new();
    private CancellationTokenSource? _running;

    /// <summary>Runs a start with a token that <see cref="Cancel"/> cancels.</summary>
    public T Run<T>(Func<CancellationToken, T> start)
    {
        using CancellationTokenSource running = new();
        lock (_gate)
        {
            _running = running;
        }

        try
        {
            return start(running.Token);
        }
        finally
        {
            lock (_gate)
            {
                _running = null;
            }
        }
    }

    /// <summary>Cancels the start that is running; returns whether one was.</summary>
    public bool Cancel()
    {
        lock (_gate)
        {
            _running?.Cancel();
            return _running is not null;
        }
    }
}
