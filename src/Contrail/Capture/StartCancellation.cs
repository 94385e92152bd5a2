namespace Contrail.Capture;

/// <summary>Lets a stop cancel a start that waits for its source. Thread-safe.</summary>
internal sealed class StartCancellation
{
    private readonly Lock _gate = new();
    private CancellationTokenSource? _running;

    /// <summary>Runs a start with a token that <see cref="Cancel"/> and the caller's token cancel.</summary>
    public T Run<T>(Func<CancellationToken, T> start, CancellationToken cancellationToken)
    {
        using CancellationTokenSource running = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
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

    /// <summary>Cancels the active start; returns whether one was active.</summary>
    public bool Cancel()
    {
        lock (_gate)
        {
            _running?.Cancel();
            return _running is not null;
        }
    }
}
