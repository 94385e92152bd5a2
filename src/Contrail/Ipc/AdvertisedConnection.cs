using System.Net.Sockets;
using Contrail.Processes;

namespace Contrail.Ipc;

/// <summary>A runtime that connected to a port and waits on this connection for one request.</summary>
internal sealed class AdvertisedConnection : IDisposable
{
    private readonly PeerCredentials? _peer;

    public AdvertisedConnection(Socket socket, Advertisement advertisement)
    {
        Socket = socket;
        Advertisement = advertisement;
        _peer = PeerCredentials.Of(socket);
    }

    public Advertisement Advertisement { get; }

    /// <summary>The caller that sends a request on it owns it from then on.</summary>
    public Socket Socket { get; }

    /// <summary>
    /// The process id in our pid namespace, from the kernel; 0 when the process is not visible there. The number that
    /// the runtime reports is of its own namespace and means another process here.
    /// </summary>
    public int PeerPid => _peer?.Pid ?? 0;

    /// <summary>
    /// Whether the runtime has closed: it sends nothing before a request, so what can be read is the end.
    /// </summary>
    public bool IsGone => Socket.Poll(TimeSpan.Zero, SelectMode.SelectRead);

    /// <summary>The process as the kernel identifies it; null when it is not visible, or gone.</summary>
    public TargetIdentity? Identify(ProcDirectory proc) =>
        PeerPid > 0 && proc.Status(PeerPid) is { } status
            ? new TargetIdentity(PeerPid, status.InnermostPid, status.EffectiveUid)
            : null;

    /// <summary>Releases the runtime; it connects again.</summary>
    public void Dispose() => Socket.Dispose();
}
