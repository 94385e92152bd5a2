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
    /// <summary>A socket into which something can be written has room for as much.</summary>
    private const int MaxPartBytes = 4_096;

    /// <summary>A part that has to wait all the same breaks the connection off: how much was sent is unknown.</summary>
    private const int MaxPartMilliseconds = 1_000;

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
            switch (error)
            {
                case SocketError.Success:
                    return receivedBytes;
                case SocketError.TimedOut or SocketError.WouldBlock:
                    // A wait that is over is no exception: rules of the own process observe exceptions.
                    break;
                default:
                    throw Broken(error);
            }
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        // The framework discards how much was sent by a call that timed out: none may wait.
        socket.SendTimeout = MaxPartMilliseconds;
        while (!buffer.IsEmpty)
        {
            TimeSpan wait = TimeSpan.FromMilliseconds(deadline.NextWaitMilliseconds("a request to be read"));
            if (socket.Poll(wait, SelectMode.SelectWrite))
            {
                int sentBytes = socket.Send(
                    buffer[..Math.Min(buffer.Length, MaxPartBytes)], SocketFlags.None, out SocketError error);
                buffer = error == SocketError.Success ? buffer[sentBytes..] : throw Broken(error);
            }
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

    private static IOException Broken(SocketError error) => new($"The connection broke off: {error}.");
}
