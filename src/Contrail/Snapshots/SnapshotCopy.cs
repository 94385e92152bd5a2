
namespace Contrail.Snapshots;

/// <summary>Hands a snapshot to a stream of the caller's, piece by piece, on the thread that it is called on.</summary>
internal static class SnapshotCopy
{
    /// <summary>
    /// How to write to a stream from a thread that may wait: a file, also a pipe or a device, by its blocking members,
    /// because the framework queues its asynchronous ones to the thread pool, which may be starved.
    /// </summary>
    public static Func<Snapshot, Stream, CancellationToken, long> For(Stream stream) =>
        stream is FileStream ? ToBlocking : ToAsynchronous;

    /// <summary>Writes by the stream's blocking members, and gives the bytes written.</summary>
    public static long ToBlocking(Snapshot snapshot, Stream stream, CancellationToken cancellationToken) =>
        Copy(snapshot, part => stream.Write(part.Span), stream.Flush, cancellationToken);

    /// <summary>
    /// Writes by its asynchronous members, because some streams have no others, and waits for each: the thread is one
    /// that may wait.
    /// </summary>
    public static long ToAsynchronous(Snapshot snapshot, Stream stream, CancellationToken cancellationToken) => Copy(
        snapshot,
        part => Wait(stream.WriteAsync(part, cancellationToken).AsTask()),
        () => Wait(stream.FlushAsync(cancellationToken)),
        cancellationToken);

    private static long Copy(
        Snapshot snapshot, Action<ReadOnlyMemory<byte>> write, Action flush, CancellationToken cancellationToken)
    {
        long writtenBytes = 0;
        try
        {
            foreach (ReadOnlyMemory<byte> part in snapshot.Parts)
            {
                cancellationToken.ThrowIfCancellationRequested();
                write(part);
                writtenBytes += part.Length;
            }

            flush();
            return writtenBytes;
        }
        catch (Exception canceled) when (cancellationToken.IsCancellationRequested)
        {
            throw new SnapshotCanceledException("The snapshot was canceled while it was written.", canceled)
            {
                BytesWritten = writtenBytes,
            };
        }
        catch (Exception failure)
        {
            throw new SnapshotWriteException($"Cannot write the snapshot: {failure.Message}", failure)
            {
                BytesWritten = writtenBytes,
            };
        }
    }

    private static void Wait(Task task) => task.GetAwaiter().GetResult();
}
