using System.Net.Sockets;
using System.Text;

namespace Contrail.Sources.Ipc;

/// <summary>
/// Blocking calls on a Unix socket that end by a deadline. Nothing here is asynchronous: asynchronous sockets need the
/// thread pool, which inside a recorded process may be the very thing that is starved.
/// </summary>
internal static class IpcSocket
{
    /// <summary>The operating system's field has 108 bytes, and the path in it ends with a zero.</summary>
    public const int PathBytesMax = 107;

    /// <exception cref="TimeoutException">The listener's queue was full until the deadline.</exception>
    /// <exception cref="SocketException">Nobody listens there, or we may not connect.</exception>
    public static Socket Connect(string path, Deadline deadline)
    {
        RefuseLongPath(path);
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            // A Unix socket waits in connect only for a place in the listener's queue, and the time for that is the
            // time for sending.
            socket.SendTimeout = deadline.RemainingMilliseconds("a connection");
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return socket;
        }
        catch (SocketException refused) when (IsTimeout(refused))
        {
            socket.Dispose();
            throw new TimeoutException($"Timed out connecting to {path}: its listener accepts nobody.", refused);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public static void Send(Socket socket, ReadOnlySpan<byte> message, Deadline deadline)
    {
        try
        {
            while (!message.IsEmpty)
            {
                socket.SendTimeout = deadline.RemainingMilliseconds("the runtime to read a request");
                message = message[socket.Send(message)..];
            }
        }
        catch (SocketException failed) when (IsTimeout(failed))
        {
            throw new TimeoutException("Timed out waiting for the runtime to read a request.", failed);
        }
    }

    /// <summary>Fills <paramref name="destination"/>; afterwards reads have no timeout.</summary>
    /// <exception cref="EndOfStreamException">The other side closed before that.</exception>
    public static void ReceiveExactly(Socket socket, Span<byte> destination, Deadline deadline)
    {
        try
        {
            while (!destination.IsEmpty)
            {
                socket.ReceiveTimeout = deadline.RemainingMilliseconds("the runtime's answer");
                int receivedBytes = socket.Receive(destination);
                if (receivedBytes == 0)
                {
                    throw new EndOfStreamException("The runtime closed the connection before its answer was complete.");
                }

                destination = destination[receivedBytes..];
            }

            socket.ReceiveTimeout = 0;
        }
        catch (SocketException failed) when (IsTimeout(failed))
        {
            throw new TimeoutException("Timed out waiting for the runtime's answer.", failed);
        }
    }

    public static void RefuseLongPath(string path)
    {
        int pathBytes = Encoding.UTF8.GetByteCount(path);
        if (pathBytes > PathBytesMax)
        {
            throw new PathTooLongException(
                $"The socket path '{path}' has {pathBytes} bytes; the operating system allows {PathBytesMax}. "
                + "Reach its directory by a shorter path, such as a symbolic link in /tmp, and set TMPDIR to that.");
        }
    }

    private static bool IsTimeout(SocketException exception) =>
        exception.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock;
}
