using System.Net;
using System.Net.Sockets;
using Contrail.Ipc;
using Contrail.Processes;

namespace Contrail.GoTrace;

/// <summary>One connection to a service: what identifies its other end. Immutable.</summary>
/// <param name="RequestedAt">The timestamp of the request for the trace, on the recorder's clock.</param>
/// <param name="Own">The address of this end; null for a Unix socket.</param>
/// <param name="Peer">The address of the other end; null for a Unix socket.</param>
/// <param name="ListenerPid">The process that listens on the Unix socket; 0 if unknown.</param>
internal sealed record GoLink(long RequestedAt, IPEndPoint? Own, IPEndPoint? Peer, int ListenerPid)
{
    /// <summary>Describes an open connection.</summary>
    public static GoLink Of(Socket socket, long requestedAt)
    {
        try
        {
            return socket.LocalEndPoint is IPEndPoint own && socket.RemoteEndPoint is IPEndPoint peer
                ? new GoLink(requestedAt, own, peer, ListenerPid: 0)
                : new GoLink(requestedAt, null, null, PeerCredentials.Of(socket)?.Pid ?? 0);
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            return new GoLink(requestedAt, null, null, ListenerPid: 0);
        }
    }

    /// <summary>
    /// Finds the processes of this machine that have the other end, or why there are none. It reads the descriptors of
    /// all processes, which takes up to some tenths of a second.
    /// </summary>
    public GoLinkOwners FindOwners(CancellationToken cancellationToken)
    {
        if (Own is null || Peer is null)
        {
            return ListenerPid > 0
                ? new GoLinkOwners([ListenerPid], null)
                : GoLinkOwners.None("the process that listens on the Unix socket is not visible here");
        }

        if (TcpPeer.Find(Own, Peer) is not { } socket)
        {
            bool isLocal = IPAddress.IsLoopback(TcpPeer.Plain(Peer.Address)) || Own.Address.Equals(Peer.Address);
            return isLocal
                ? GoLinkOwners.None(
                    "the service's socket is not in the network namespace of the recorder, as that of a container")
                : GoLinkOwners.None(
                    $"{TcpPeer.Plain(Peer.Address)} is another machine, or a container",
                    "Record on the machine of the service, outside of containers.");
        }

        SocketOwners owners = SocketOwners.Find(socket.Inode, cancellationToken);
        return owners.Pids.Count > 0
            ? new GoLinkOwners(owners.Pids, null)
            : owners.IsComplete
            ? GoLinkOwners.None("no process here has the service's socket: it is in another pid namespace, or ended")
            : GoLinkOwners.None(
                $"the service's socket belongs to user {socket.Uid}, and not all processes could be read",
                "Run the recorder as that user or as root.");
    }
}
