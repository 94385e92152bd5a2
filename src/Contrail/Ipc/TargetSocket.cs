using System.Net.Sockets;

namespace Contrail.Ipc;

/// <summary>
/// Connects to the runtime of one process: each path is tried in turn until the kernel confirms that this process
/// listens there. Safe for concurrent use.
/// </summary>
internal sealed class TargetSocket
{
    private readonly IReadOnlyList<string> _paths;

    /// <param name="target">The process.</param>
    /// <param name="paths">Where it may listen; at least one path.</param>
    public TargetSocket(TargetIdentity target, IReadOnlyList<string> paths)
    {
        ArgumentOutOfRangeException.ThrowIfZero(paths.Count);
        Target = target;
        _paths = paths;
    }

    public TargetIdentity Target { get; }

    /// <summary>The first path, for messages.</summary>
    public string Path => _paths[0];

    /// <exception cref="UntrustedPeerException">Only other processes listen.</exception>
    /// <exception cref="TimeoutException">A listener's queue was full until the deadline.</exception>
    /// <exception cref="SocketException">No path accepts a connection.</exception>
    public Socket Connect(Deadline deadline)
    {
        List<string> refusals = [];
        Exception? lastFailure = null;
        foreach (string path in _paths)
        {
            try
            {
                Socket socket = IpcSocket.Connect(path, deadline);
                if (Target.Refuse(path, PeerCredentials.Of(socket)) is not { } refusal)
                {
                    return socket;
                }

                socket.Dispose();
                refusals.Add(refusal);
            }
            catch (Exception failure) when (failure is SocketException or PathTooLongException)
            {
                lastFailure = failure;
            }
        }

        throw refusals.Count > 0
            ? new UntrustedPeerException($"Process {Target.Pid} is not reached: {string.Join("; ", refusals)}.")
            : lastFailure!;
    }
}
