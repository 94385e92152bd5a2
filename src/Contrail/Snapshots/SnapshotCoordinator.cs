using System.Diagnostics.CodeAnalysis;
using Contrail.Capture;
using Contrail.Storage;

namespace Contrail.Snapshots;

/// <summary>
/// Serves the snapshot requests of one recording: one snapshot is written at a time, and requests that arrive before it
/// is frozen share it. Nothing here needs the thread pool.
/// </summary>
[SuppressMessage(
    "Reliability", "CA1001", Justification = "A semaphore holds nothing before its wait handle is requested.")]
internal sealed class SnapshotCoordinator
{
    private readonly SnapshotCounters _tally;
    private readonly SemaphoreSlim _slot = new(1, 1);
    private readonly SnapshotGate _gate;
    private readonly Lock _lock = new();
    private Task<SavedSnapshot>? _joinable;
    private SnapshotRequest? _first;
    private SnapshotRequest? _joined;
    private volatile int _writingThreadId;

    public SnapshotCoordinator(Recording recording, SnapshotCounters tally)
    {
        Recording = recording;
        _tally = tally;
        _gate = new SnapshotGate(recording.Source.Time);
    }

    public Recording Recording { get; }

    private DateTime TimeOfDay => Recording.Source.Time.GetUtcNow().UtcDateTime;

    /// <summary>Writes a snapshot on this thread; <paramref name="last"/> is null for all that is held.</summary>
    public long Write(Stream stream, TimeSpan? last, CancellationToken cancellationToken)
    {
        EnterSlot();
        return WriteInSlot(SnapshotCopy.ToBlocking, stream, last, cancellationToken);
    }

    /// <summary>The same on a thread of its own.</summary>
    public Task<long> WriteAsync(Stream stream, TimeSpan? last, CancellationToken cancellationToken)
    {
        EnterSlot();
        try
        {
            return DedicatedThread.Run(
                "Contrail snapshot",
                () => WriteInSlot(SnapshotCopy.For(stream), stream, last, cancellationToken));
        }
        catch
        {
            Leave(hasSlot: true);
            throw;
        }
    }

    public Task<SavedSnapshot> SnapshotAsync(
        SnapshotRequest request, ISnapshotSink sink, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_joinable is null)
            {
                // It begins with waiting for the slot, or for the flush: nothing lasts under this lock.
                _gate.Enter();
                _joinable = BeginSaving(request, TimeOfDay, sink);
                (_first, _joined) = (request, request);
            }
            else
            {
                _joined = _joined!.With(request);
            }

            return _joinable.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Ends what is being written; see <see cref="Close"/>.</summary>
    public void Abort() => _gate.Abort();

    /// <summary>
    /// Refuses requests from now on, and waits for the accepted ones. After <see cref="Abort"/>, it abandons a request
    /// that does not end, because the request has pinned what it needs.
    /// </summary>
    /// <exception cref="InvalidOperationException">Called from inside a snapshot write.</exception>
    public void Close()
    {
        RequireNotWriting();
        Recording.Source.Bursts?.End();
        _gate.Close();
    }

    /// <summary>Requires that this thread is not in a snapshot write, which a stop would wait for.</summary>
    /// <exception cref="InvalidOperationException">It is.</exception>
    public void RequireNotWriting()
    {
        if (_writingThreadId == Environment.CurrentManagedThreadId)
        {
            throw new InvalidOperationException(
                "Stop cannot be called from inside a snapshot write; it waits for that write to complete.");
        }
    }

    private Task<SavedSnapshot> BeginSaving(SnapshotRequest request, DateTime requestedUtc, ISnapshotSink sink)
    {
        try
        {
            return DedicatedThread.Run("Contrail snapshot", () => Save(request, requestedUtc, sink));
        }
        catch
        {
            _gate.Leave();
            throw;
        }
    }

    // The moment of the request is before the snapshot that is being written now, and before a burst.
    private SavedSnapshot Save(SnapshotRequest request, DateTime requestedUtc, ISnapshotSink sink)
    {
        bool hasSlot = false;
        try
        {
            _slot.Wait(_gate.Aborted);
            hasSlot = true;
            if (request.HasBurst)
            {
                Recording.Source.Bursts?.Take(_gate.Aborted);
            }

            using Snapshot snapshot = Take(() => EndJoining(request), requestedUtc, null, _gate.Aborted);
            _writingThreadId = Environment.CurrentManagedThreadId;
            string name = SnapshotName.Of(snapshot);
            string location = sink.PutAsync(snapshot, name, _gate.Aborted).GetAwaiter().GetResult();
            _tally.AddWritten(snapshot.LanesFailure);
            return new SavedSnapshot(location, snapshot.SizeBytes, snapshot.Manifest);
        }
        catch (Exception failure)
        {
            // An exception of a sink goes to the callers; the recording continues.
            _tally.AddUnwritten(failure);
            throw;
        }
        finally
        {
            EndJoining(request);
            Leave(hasSlot);
        }
    }

    // Once it is frozen, a newcomer's own event would not be in it. As long as it is not, it is the one to join.
    // Returns the request with those that have joined it.
    private SnapshotRequest EndJoining(SnapshotRequest first)
    {
        lock (_lock)
        {
            if (!ReferenceEquals(_first, first))
            {
                return first;
            }

            SnapshotRequest all = _joined!;
            (_joinable, _first, _joined) = (null, null, null);
            return all;
        }
    }

    private long WriteInSlot(
        Func<Snapshot, Stream, CancellationToken, long> copy,
        Stream stream,
        TimeSpan? last,
        CancellationToken cancellationToken)
    {
        try
        {
            using CancellationTokenSource both =
                CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _gate.Aborted);
            using Snapshot snapshot = Take(
                static () => new SnapshotRequest("WriteTo"), TimeOfDay, last, both.Token);
            _writingThreadId = Environment.CurrentManagedThreadId;
            long writtenBytes = copy(snapshot, stream, both.Token);
            _tally.AddWritten(snapshot.LanesFailure);
            return writtenBytes;
        }
        catch (Exception failure)
        {
            _tally.AddUnwritten(failure);
            throw;
        }
        finally
        {
            Leave(hasSlot: true);
        }
    }

    private Snapshot Take(
        Func<SnapshotRequest> onFrozen, DateTime requestedUtc, TimeSpan? last, CancellationToken cancellationToken)
    {
        try
        {
            return SnapshotOperation.Take(Recording, onFrozen, requestedUtc, last, cancellationToken);
        }
        catch (OperationCanceledException canceled)
        {
            throw new SnapshotCanceledException("The snapshot was canceled before it was written.", canceled);
        }
    }

    // The state first, then the slot.
    private void EnterSlot()
    {
        _gate.Enter();
        if (!_slot.Wait(0, CancellationToken.None))
        {
            _gate.Leave();
            throw new SnapshotActiveException();
        }
    }

    private void Leave(bool hasSlot)
    {
        if (hasSlot)
        {
            _writingThreadId = 0;
            _slot.Release();
        }

        _gate.Leave();
    }
}
