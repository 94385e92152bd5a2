using System.Net.Sockets;
using Contrail.Ipc;

namespace Contrail.Triggers.Actions;

/// <summary>
/// Blocking reads and writes of a connected socket that end by a deadline, however slowly the peer answers. Not
/// thread-safe. The socket is not owned.
/// </summary>
/// <param name="socket">The socket.</param>
/// <param name="deadline">When reads and writes end with a <see cref="TimeoutException"/>.</param>
internal sealed class DeadlineStream(Socket socket, Deadline deadline) : Stream
{
    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        while (true)
        {
            socket.ReceiveTimeout = deadline.NextWaitMilliseconds("an answer");
            int receivedBytes = socket.Receive(buffer, SocketFlags.None, out SocketError error);
            if (IsDone(error))
            {
                return receivedBytes;
            }
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            socket.SendTimeout = deadline.NextWaitMilliseconds("a request to be read");
            int sentBytes = socket.Send(buffer, SocketFlags.None, out SocketError error);
            buffer = IsDone(error) ? buffer[sentBytes..] : buffer;
        }
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    // A wait that is over is no exception: rules of the own process observe exceptions.
    private static bool IsDone(SocketError error) => error switch
    {
        SocketError.Success => true,
        SocketError.TimedOut or SocketError.WouldBlock => false,
        _ => throw new IOException($"The connection broke off: {error}."),
    };
}
