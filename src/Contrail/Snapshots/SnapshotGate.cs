using System.Diagnostics.CodeAnalysis;

namespace Contrail.Snapshots;

/// <summary>
/// Lets requests in until it is closed, and whoever closes it wait for those that are in. Safe from any thread.
/// </summary>
[SuppressMessage(
    "Reliability", "CA1001", Justification = "The source has no timer, and its wait handle is never asked for.")]
internal sealed class SnapshotGate
{
    /// <summary>How long a canceled request is awaited.</summary>
    private static readonly TimeSpan EndWithin = TimeSpan.FromSeconds(1);

    private readonly object _lock = new();
    private readonly CancellationTokenSource _abort = new();
    private int _requestCount;
    private bool _closed;
    private bool _aborting;

    /// <summary>Tells what is in to end.</summary>
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

    /// <summary>Tells all that are in to end; <see cref="Close"/> waits only a second for them from then on.</summary>
    public void Abort()
    {
        lock (_lock)
        {
            _aborting = true;
            Monitor.PulseAll(_lock);
        }

        // Behind it, because it runs what writers have registered, which may throw, or not come back.
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
