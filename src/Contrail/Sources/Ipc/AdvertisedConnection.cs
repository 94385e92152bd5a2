using System.Net.Sockets;

namespace Contrail.Sources.Ipc;

/// <summary>A runtime that connected to us, and waits on this connection for one request.</summary>
internal sealed class AdvertisedConnection : IDisposable
{
    public AdvertisedConnection(Socket socket, Advertisement advertisement)
    {
        Socket = socket;
        Advertisement = advertisement;
    }

    public Advertisement Advertisement { get; }

    /// <summary>Whoever sends a request on it owns it from then on.</summary>
    public Socket Socket { get; }

    /// <summary>
    /// Whether the runtime has closed: it says nothing before it is asked, so what can be read is the end.
    /// </summary>
    public bool IsGone => Socket.Poll(TimeSpan.Zero, SelectMode.SelectRead);

    /// <summary>Lets the runtime go; it will connect again.</summary>
    public void Dispose() => Socket.Dispose();
}
