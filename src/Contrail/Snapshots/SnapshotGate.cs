using System.Diagnostics.CodeAnalysis;
using Contrail.Sources;

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

    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly ManualResetEventSlim _changed = new();
    private readonly CancellationTokenSource _abort = new();
    private int _requestCount;
    private bool _closed;
    private bool _aborting;

    /// <param name="time">The clock of the recorder.</param>
    public SnapshotGate(TimeProvider time) => _time = time;

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
            _changed.Set();
        }
    }

    /// <summary>Cancels all admitted requests; <see cref="Close"/> then waits at most a second for them.</summary>
    public void Abort()
    {
        lock (_lock)
        {
            _aborting = true;
            _changed.Set();
        }

        // After it, because it runs callbacks of writers, which may throw or not return.
        _abort.Cancel();
    }

    /// <summary>Admits no more requests, and waits until all have left.</summary>
    public void Close()
    {
        TimeSpan patience;
        do
        {
            lock (_lock)
            {
                _closed = true;
                if (_requestCount == 0)
                {
                    return;
                }

                _changed.Reset();
                patience = _aborting ? EndWithin : Timeout.InfiniteTimeSpan;
            }
        }
        while (_time.Wait(_changed, patience));

        // A writer that ignores cancellation keeps only the memory that it has pinned.
    }
}
