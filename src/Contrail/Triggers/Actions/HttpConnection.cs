using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Contrail.Ipc;

namespace Contrail.Triggers.Actions;

/// <summary>
/// Connects to the first address of a host that accepts, on the caller's thread. An address that refuses or does not
/// answer is no exception: rules of the own process observe exceptions. Stateless.
/// </summary>
internal static class HttpConnection
{
    /// <summary>Of a name with more addresses, the first ones are tried.</summary>
    private const int MaxAddresses = 8;

    private static readonly TimeSpan MinShare = TimeSpan.FromMilliseconds(1);

    // The numbers of Linux, which are the same on x64 and arm64.
    private const int Interrupted = 4;
    private const int Already = 114;
    private const int InProgress = 115;

    /// <summary>Connects; the socket is the caller's.</summary>
    /// <param name="addresses">The addresses of the host, in order.</param>
    /// <param name="port">The port of each.</param>
    /// <param name="deadline">When it ends. The addresses share what is left until then.</param>
    /// <exception cref="SocketException">No address can be reached; it is the failure of the last one.</exception>
    /// <exception cref="TimeoutException">Nothing is left of the time.</exception>
    public static Socket Open(IReadOnlyList<IPAddress> addresses, int port, Deadline deadline)
    {
        int leftCount = Math.Min(addresses.Count, MaxAddresses);
        SocketError error = SocketError.HostNotFound;
        foreach (IPAddress address in addresses.Take(MaxAddresses))
        {
            // One that drops packets does not use all of the time.
            TimeSpan share = deadline.Left / leftCount--;
            Deadline part = Deadline.In(share > MinShare ? share : MinShare);
            if (TryOpen(new IPEndPoint(address, port), part, deadline, out error) is { } connected)
            {
                return connected;
            }
        }

        throw new SocketException((int)error);
    }

    private static Socket? TryOpen(IPEndPoint place, Deadline part, Deadline deadline, out SocketError error)
    {
        Socket? socket = null;
        bool isConnected = false;
        try
        {
            socket = new Socket(place.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            error = OperatingSystem.IsLinux()
                ? Connect(socket, place.Serialize(), part, deadline)
                : ConnectAtOnce(socket, place, part);
            isConnected = error == SocketError.Success;
            return isConnected ? socket : null;
        }
        catch (SocketException refused)
        {
            // The system has no such family of addresses.
            error = refused.SocketErrorCode;
            return null;
        }
        finally
        {
            if (!isConnected)
            {
                socket?.Dispose();
            }
        }
    }

    // The framework's call throws for each address that does not accept, and cannot be ended before its time.
    private static SocketError Connect(Socket socket, SocketAddress address, Deadline part, Deadline deadline)
    {
        byte[] native = address.Buffer[..address.Size].ToArray();
        SocketError error;
        do
        {
            // The time for sending is the time for connecting too; another call continues to wait.
            socket.SendTimeout = Math.Min(deadline.NextWaitMilliseconds("a connection"), MillisecondsOf(part));
            bool isConnected = Connect(socket.SafeHandle, native, native.Length) == 0;
            error = isConnected ? SocketError.Success : ErrorOf(Marshal.GetLastPInvokeError());
        }
        while (error == SocketError.InProgress && part.Left > TimeSpan.Zero);
        return error == SocketError.InProgress ? SocketError.TimedOut : error;
    }

    private static SocketError ConnectAtOnce(Socket socket, IPEndPoint place, Deadline part)
    {
        socket.SendTimeout = MillisecondsOf(part);
        socket.Connect(place);
        return SocketError.Success;
    }

    // For a call in which 0 means no limit.
    private static int MillisecondsOf(Deadline part) => (int)Math.Max(1, Math.Ceiling(part.Left.TotalMilliseconds));

    private static SocketError ErrorOf(int errno) => errno switch
    {
        Interrupted or Already or InProgress => SocketError.InProgress,
        1 or 13 => SocketError.AccessDenied,
        97 => SocketError.AddressFamilyNotSupported,
        99 => SocketError.AddressNotAvailable,
        101 => SocketError.NetworkUnreachable,
        110 => SocketError.TimedOut,
        111 => SocketError.ConnectionRefused,
        113 => SocketError.HostUnreachable,
        _ => SocketError.SocketError,
    };

    [DllImport("libc", EntryPoint = "connect", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Connect(SafeSocketHandle socket, byte[] address, int addressBytes);
}
