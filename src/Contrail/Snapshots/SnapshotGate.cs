using System.Diagnostics.CodeAnalysis;

namespace Contrail.Snapshots;

/// <summary>
/// Admits requests until it is closed; closing waits for the admitted ones. Safe from any thread.
/// </summary>
[SuppressMessage(
    "Reliability", "CA1001", Justification = "The source has no timer, and its wait handle is never requested.")]
internal sealed class SnapshotGate
{
    /// <summary>How long a canceled request is awaited.</summary>
    private static readonly TimeSpan EndWithin = TimeSpan.FromSeconds(1);

    private readonly object _lock = new();
    private readonly CancellationTokenSource _abort = new();
    private int _requestCount;
    private bool _closed;
    private bool _aborting;

    /// <summary>Cancels the admitted requests.</summary>
    public CancellationToken Aborted => _abort.Token;

    /// <exception cref="InvalidOperationException">It is closed.</exception>
    public void Enter()
    {
        lock (_lock)
        {
            if (_closed)
            {
                throw new InvalidOperationException("The recorder is being stopped and accepts no more requests.");
            }

            _requestCount++;
        }
    }

    public void Leave()
    {
        lock (_lock)
        {
            _requestCount--;
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Cancels all admitted requests; <see cref="Close"/> then waits at most a second for them.</summary>
    public void Abort()
    {
        lock (_lock)
        {
            _aborting = true;
            Monitor.PulseAll(_lock);
        }

        // After it, because it runs callbacks of writers, which may throw or not return.
        _abort.Cancel();
    }

    /// <summary>Admits no more requests, and waits until all have left.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
            while (_requestCount > 0)
            {
                TimeSpan patience = _aborting ? EndWithin : Timeout.InfiniteTimeSpan;
                bool somethingChanged = Monitor.Wait(_lock, patience);
                if (!somethingChanged)
                {
                    // A writer that ignores cancellation keeps only the memory that it has pinned.
                    return;
                }
            }
        }
    }
}
