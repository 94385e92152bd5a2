using System.Net.Sockets;

namespace Contrail.Ipc;

/// <summary>
/// A socket that runtimes with <c>DOTNET_DiagnosticPorts=path[,suspend|nosuspend]</c> connect to. A runtime serves one
/// request for each connection and then connects again; <see cref="ClientFor"/> hides that. Safe for concurrent use: a
/// waiting thread accepts connections for all others too.
/// </summary>
internal sealed class ReverseConnectListener : IDisposable
{
    /// <summary>
    /// The maximum number of connected runtimes that wait; beyond it, the oldest is disconnected and connects again.
    /// </summary>
    private const int MaxWaiting = 256;

    /// <summary>A socket is polled in microseconds of 31 bits: a little more than half an hour.</summary>
    private static readonly TimeSpan MaxPoll = TimeSpan.FromMinutes(30);

    private const string WaitedFor = "a runtime to connect";

    /// <summary>A runtime advertises itself at once; a peer that is silent for longer is not a runtime.</summary>
    private static readonly TimeSpan AdvertisementTimeout = TimeSpan.FromSeconds(1);

    // An object, because those who wait for another's accept wait on it.
    private readonly object _lock = new();
    private readonly List<AdvertisedConnection> _waitingOldestFirst = [];
    private readonly HashSet<Guid> _cookiesOfClients = [];
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private bool _isAccepting;
    private volatile bool _isDisposed;

    /// <summary>Listens from now on, for this user only.</summary>
    /// <exception cref="SocketException">The path is taken, or cannot be written.</exception>
    public ReverseConnectListener(string socketPath)
    {
        ArgumentException.ThrowIfNullOrEmpty(socketPath);
        IpcSocket.RefuseLongPath(socketPath);
        SocketPath = socketPath;
        try
        {
            RemoveIfAbandoned(socketPath);
            _listener.Bind(new UnixDomainSocketEndPoint(socketPath));
            if (!OperatingSystem.IsWindows())
            {
                // No process can connect before Listen, so there is no moment in which other users can.
                File.SetUnixFileMode(socketPath, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            _listener.Listen();
        }
        catch
        {
            _listener.Dispose();
            throw;
        }
    }

    public string SocketPath { get; }

    /// <summary>
    /// Returns the next runtime that connects or already waits and that has no client yet. Peers that are not runtimes
    /// are skipped.
    /// </summary>
    /// <exception cref="TimeoutException">No runtime connected in time.</exception>
    /// <exception cref="ObjectDisposedException">The listener was closed.</exception>
    public AdvertisedConnection Accept(TimeSpan timeout) =>
        Accept(Deadline.In(timeout), candidate => !_cookiesOfClients.Contains(candidate.Advertisement.Cookie));

    /// <summary>
    /// Returns a client of the runtime that sent <paramref name="first"/>, which it takes over. From now on the
    /// runtime's connections go to this client and not to <see cref="Accept(TimeSpan)"/>. Another process that sends
    /// the same cookie is not served.
    /// </summary>
    public DiagnosticClient ClientFor(
        AdvertisedConnection first, TimeSpan? timeout = null, TargetIdentity? target = null)
    {
        ArgumentNullException.ThrowIfNull(first);
        Guid cookie = first.Advertisement.Cookie;
        lock (_lock)
        {
            _cookiesOfClients.Add(cookie);
        }

        int pid = first.PeerPid;
        AdvertisedConnection? unused = first;
        return new DiagnosticClient(
            deadline => (Interlocked.Exchange(ref unused, null)
                ?? Accept(
                    deadline,
                    candidate => candidate.Advertisement.Cookie == cookie && candidate.PeerPid == pid)).Socket,
            timeout,
            target);
    }

    /// <summary>Stops listening, removes the socket and disconnects the runtimes that wait.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _listener.Dispose();
        lock (_lock)
        {
            _waitingOldestFirst.ForEach(waiting => waiting.Dispose());
            _waitingOldestFirst.Clear();
        }

        try
        {
            File.Delete(SocketPath);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Another process removed its folder, or changed the permission to write there.
        }
    }

    private static void RemoveIfAbandoned(string socketPath)
    {
        if (!File.Exists(socketPath))
        {
            return;
        }

        try
        {
            IpcSocket.Connect(socketPath, Deadline.In(AdvertisementTimeout)).Dispose();
        }
        catch (SocketException refused) when (refused.SocketErrorCode == SocketError.ConnectionRefused)
        {
            // A plain file refuses as an abandoned socket does, and must not be removed for it.
            if (IsSocket(socketPath))
            {
                File.Delete(socketPath);
            }
        }
    }

    private static bool IsSocket(string path) =>
        new FileInfo(path) is { Length: 0, Attributes: var attributes }
        && !attributes.HasFlag(FileAttributes.Directory);

    private AdvertisedConnection Accept(Deadline deadline, Predicate<AdvertisedConnection> isMatch)
    {
        while (true)
        {
            lock (_lock)
            {
                if (TryTakeLocked(isMatch) is { } waiting)
                {
                    return waiting;
                }

                if (_isAccepting)
                {
                    // Woken or timed out, we look again; the deadline ends that.
                    Monitor.Wait(_lock, deadline.NextWaitMilliseconds(WaitedFor));
                    continue;
                }

                _isAccepting = true;
            }

            AcceptForAll(deadline);
        }
    }

    private void AcceptForAll(Deadline deadline)
    {
        AdvertisedConnection? accepted = null;
        try
        {
            accepted = AcceptNext(deadline);
        }
        finally
        {
            lock (_lock)
            {
                _isAccepting = false;
                KeepLocked(accepted);
                Monitor.PulseAll(_lock);
            }
        }
    }

    private AdvertisedConnection? TryTakeLocked(Predicate<AdvertisedConnection> isMatch)
    {
        int index = _waitingOldestFirst.FindIndex(isMatch);
        if (index < 0)
        {
            return null;
        }

        AdvertisedConnection taken = _waitingOldestFirst[index];
        _waitingOldestFirst.RemoveAt(index);
        return taken;
    }

    private void KeepLocked(AdvertisedConnection? accepted)
    {
        if (accepted is null)
        {
            return;
        }

        foreach (AdvertisedConnection gone in _waitingOldestFirst.Where(waiting => waiting.IsGone).ToArray())
        {
            gone.Dispose();
            _waitingOldestFirst.Remove(gone);
        }

        if (_waitingOldestFirst.Count == MaxWaiting)
        {
            _waitingOldestFirst[0].Dispose();
            _waitingOldestFirst.RemoveAt(0);
        }

        _waitingOldestFirst.Add(accepted);
    }

    private Socket AcceptSocket(Deadline deadline)
    {
        try
        {
            TimeSpan left;
            do
            {
                left = TimeSpan.FromMilliseconds(deadline.NextWaitMilliseconds(WaitedFor));
            }
            while (!_listener.Poll(left < MaxPoll ? left : MaxPoll, SelectMode.SelectRead));

            return _listener.Accept();
        }
        catch (SocketException) when (_isDisposed)
        {
            throw new ObjectDisposedException(nameof(ReverseConnectListener));
        }
    }

    private AdvertisedConnection? AcceptNext(Deadline deadline)
    {
        Socket socket = AcceptSocket(deadline);
        try
        {
            Span<byte> untrusted = stackalloc byte[Advertisement.AdvertisementBytes];
            IpcSocket.ReceiveExactly(socket, untrusted, Deadline.In(AdvertisementTimeout));
            if (Advertisement.TryParse(untrusted, out Advertisement advertisement))
            {
                return new AdvertisedConnection(socket, advertisement);
            }
        }
        catch (Exception failed) when (failed is TimeoutException or IOException or SocketException)
        {
            // The peer is no longer a runtime.
        }

        socket.Dispose();
        return null;
    }
}
