using System.Diagnostics.CodeAnalysis;
using Contrail.Capture;
using Contrail.Core.Ring;
using Contrail.Core.Snapshots;

namespace Contrail.Storage;

/// <summary>
/// Takes the requests for snapshots: one is written at a time, and those who ask before one is frozen share it.
/// </summary>
[SuppressMessage(
    "Reliability", "CA1001", Justification = "A semaphore holds nothing to free before its wait handle is asked for.")]
internal sealed class SnapshotDesk
{
    private readonly SemaphoreSlim _slot = new(1, 1);
    private readonly Lock _lock = new();
    private Task<SavedSnapshot>? _joinable;
    private Recording? _joinableOf;
    private long _writtenCount;
    private long _failedCount;
    private volatile string? _lastError;

    public long WrittenCount => Interlocked.Read(ref _writtenCount);

    public long FailedCount => Interlocked.Read(ref _failedCount);

    public string? LastError => _lastError;

    public async Task<long> WriteAsync(
        Recording recording, Stream stream, CancellationToken cancellationToken)
    {
        if (!_slot.Wait(0, CancellationToken.None))
        {
            throw new SnapshotActiveException();
        }

        try
        {
            // Waiting for the flush blocks a thread, so it is one of the pool's and not the caller's.
            using Snapshot snapshot = await Task.Run(
                () => Take(recording, "WriteTo", onFrozen: null, cancellationToken), cancellationToken)
                .ConfigureAwait(false);
            await CopyAsync(snapshot, stream, cancellationToken).ConfigureAwait(false);
            Interlocked.Increment(ref _writtenCount);
            return snapshot.SizeBytes;
        }
        catch (Exception failure)
        {
            Count(failure);
            throw;
        }
        finally
        {
            _slot.Release();
        }
    }

    public Task<SavedSnapshot> SnapshotAsync(
        Recording recording,
        string reason,
        ISnapshotSink sink,
        CancellationToken cancellationToken)
    {
        TaskCompletionSource<SavedSnapshot> ours = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<SavedSnapshot>? theirs;
        lock (_lock)
        {
            // What is still to be taken of an earlier recording is not for those who ask about this one.
            theirs = ReferenceEquals(_joinableOf, recording) ? _joinable : null;
            _joinable = theirs ?? ours.Task;
            _joinableOf = recording;
        }

        if (theirs is not null)
        {
            return theirs.WaitAsync(cancellationToken);
        }

        // The lock decided who takes it; taking it is done outside, because it lasts.
        _ = CompleteAsync(ours, recording, reason, sink);
        return ours.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Waits until nothing is being written.</summary>
    public void WaitUntilIdle()
    {
        _slot.Wait();
        _slot.Release();
    }

    private async Task CompleteAsync(
        TaskCompletionSource<SavedSnapshot> ours,
        Recording recording,
        string reason,
        ISnapshotSink sink)
    {
        await _slot.WaitAsync().ConfigureAwait(false);
        try
        {
            using Snapshot snapshot = await Task.Run(() => Take(
                recording, reason, onFrozen: () => EndJoining(ours.Task), CancellationToken.None))
                .ConfigureAwait(false);
            string name = SnapshotName.Of(snapshot.Certificate);
            string location = await sink.PutAsync(snapshot, name, CancellationToken.None).ConfigureAwait(false);
            Interlocked.Increment(ref _writtenCount);
            ours.SetResult(new SavedSnapshot(location, snapshot.SizeBytes, snapshot.Certificate));
        }
        catch (Exception failure)
        {
            // Whatever a sink throws is for those who asked; the recording goes on.
            Count(failure);
            EndJoining(ours.Task);
            ours.SetException(failure);
        }
        finally
        {
            _slot.Release();
        }
    }

    // Once it is frozen, a newcomer's own event would not be in it.
    private void EndJoining(Task<SavedSnapshot> frozen)
    {
        lock (_lock)
        {
            bool isCurrent = ReferenceEquals(_joinable, frozen);
            _joinable = isCurrent ? null : _joinable;
            _joinableOf = isCurrent ? null : _joinableOf;
        }
    }

    private static Snapshot Take(
        Recording recording,
        string reason,
        Action? onFrozen,
        CancellationToken cancellationToken)
    {
        DateTime requestedUtc = DateTime.UtcNow;
        (FrozenRing? ring, UpToRequest upTo) = FreezePoint.Freeze(recording.Source, cancellationToken);
        onFrozen?.Invoke();
        if (ring is null)
        {
            throw new InvalidOperationException("Nothing has come from the source yet, so there is nothing to write.");
        }

        try
        {
            SnapshotFacts facts = recording.Source.Describe(new SnapshotFacts
            {
                Reason = reason,
                RequestedUtc = requestedUtc,
                UpToRequest = upTo,
                Period = recording.Limits.Period,
                BytesMax = recording.Limits.BytesMax,
                HeldBytes = recording.Source.Recording.Counts().HeldBytes,
            });
            return recording.Source.Assembler.Assemble(ring, facts);
        }
        catch
        {
            ring.Dispose();
            throw;
        }
    }

    private static async Task CopyAsync(Snapshot snapshot, Stream stream, CancellationToken cancellationToken)
    {
        long writtenBytes = 0;
        try
        {
            foreach (ReadOnlyMemory<byte> part in snapshot.Parts)
            {
                await stream.WriteAsync(part, cancellationToken).ConfigureAwait(false);
                writtenBytes += part.Length;
            }

            await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            throw new SnapshotWriteException($"The snapshot could not be written: {failure.Message}", failure)
            {
                BytesWritten = writtenBytes,
            };
        }
    }

    private void Count(Exception failure)
    {
        Interlocked.Increment(ref _failedCount);
        _lastError = failure.Message;
    }
}
