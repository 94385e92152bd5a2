using System.Buffers.Binary;
using System.Net.Sockets;

namespace Contrail.Sources.Ipc;

/// <summary>A runtime that connected to us, and waits on this connection for one request.</summary>
internal sealed class AdvertisedConnection : IDisposable
{
    // Of Linux, where the option's value is the pid, the user and the group that connected.
    private const int SocketLevel = 1;
    private const int PeerCredentials = 17;
    private const int CredentialsBytes = 12;

    public AdvertisedConnection(Socket socket, Advertisement advertisement)
    {
        Socket = socket;
        Advertisement = advertisement;
    }

    public Advertisement Advertisement { get; }

    /// <summary>Whoever sends a request on it owns it from then on.</summary>
    public Socket Socket { get; }

    /// <summary>
    /// The process id in our pid namespace, from the kernel; what the runtime says of itself is in its own.
    /// </summary>
    public int PeerPid
    {
        get
        {
            Span<byte> credentials = stackalloc byte[CredentialsBytes];
            bool isKnown = OperatingSystem.IsLinux()
                && Socket.GetRawSocketOption(SocketLevel, PeerCredentials, credentials) == CredentialsBytes;
            int pid = isKnown ? BinaryPrimitives.ReadInt32LittleEndian(credentials) : 0;
            return pid > 0 ? pid : (int)Math.Min(Advertisement.OwnPid, int.MaxValue);
        }
    }

    /// <summary>
    /// Whether the runtime has closed: it says nothing before it is asked, so what can be read is the end.
    /// </summary>
    public bool IsGone => Socket.Poll(TimeSpan.Zero, SelectMode.SelectRead);

    /// <summary>Lets the runtime go; it will connect again.</summary>
    public void Dispose() => Socket.Dispose();
}
