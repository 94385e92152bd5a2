using System.Net.Sockets;
using System.Text;

namespace Contrail.Ipc;

/// <summary>
/// Blocking calls on a Unix socket that end by a deadline. Nothing here is asynchronous: asynchronous sockets need the
/// thread pool, which inside a recorded process may be the very thing that is starved.
/// </summary>
internal static class IpcSocket
{
    /// <summary>The operating system's field has 108 bytes, and the path in it ends with a zero.</summary>
    public const int MaxPathBytes = 107;

    /// <exception cref="TimeoutException">The listener's queue was full until the deadline.</exception>
    /// <exception cref="SocketException">No process listens there, or permission to connect is missing.</exception>
    public static Socket Connect(string path, Deadline deadline)
    {
        RefuseLongPath(path);
        while (true)
        {
            // A Unix socket waits in connect only for a place in the listener's queue, and the time for that is the
            // time for sending.
            int waitMilliseconds = deadline.NextWaitMilliseconds($"a connection to {path}");
            Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                socket.SendTimeout = waitMilliseconds;
                socket.Connect(new UnixDomainSocketEndPoint(path));
                return socket;
            }
            catch (SocketException refused) when (IsTimeout(refused))
            {
                // The next iteration checks the remaining time.
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }

    public static void Send(Socket socket, ReadOnlySpan<byte> message, Deadline deadline)
    {
        while (!message.IsEmpty)
        {
            socket.SendTimeout = deadline.NextWaitMilliseconds("the runtime to read a request");
            try
            {
                message = message[socket.Send(message)..];
            }
            catch (SocketException failed) when (IsTimeout(failed))
            {
                // The next iteration checks the remaining time.
            }
        }
    }

    /// <summary>Fills <paramref name="destination"/>; afterwards reads have no timeout.</summary>
    /// <exception cref="EndOfStreamException">The other side closed before that.</exception>
    public static void ReceiveExactly(Socket socket, Span<byte> destination, Deadline deadline)
    {
        while (!destination.IsEmpty)
        {
            socket.ReceiveTimeout = deadline.NextWaitMilliseconds("the runtime's answer");
            int receivedBytes;
            try
            {
                receivedBytes = socket.Receive(destination);
            }
            catch (SocketException failed) when (IsTimeout(failed))
            {
                // The next iteration checks the remaining time.
                continue;
            }

            if (receivedBytes == 0)
            {
                throw new EndOfStreamException("The runtime closed the connection before its answer was complete.");
            }

            destination = destination[receivedBytes..];
        }

        socket.ReceiveTimeout = 0;
    }

    public static void RefuseLongPath(string path)
    {
        int pathBytes = Encoding.UTF8.GetByteCount(path);
        if (pathBytes > MaxPathBytes)
        {
            throw new PathTooLongException(
                $"The socket path '{path}' has {pathBytes} bytes; the operating system allows {MaxPathBytes}. "
                + "Reach its directory by a shorter path, such as a symbolic link in /tmp, and set TMPDIR to that.");
        }
    }

    private static bool IsTimeout(SocketException exception) =>
        exception.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock;
}
