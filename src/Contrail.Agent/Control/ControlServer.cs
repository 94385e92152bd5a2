using System.Net.Sockets;
using Contrail.Ipc;
using Contrail.Processes;

namespace Contrail.Agent.Control;

/// <summary>
/// Sends the state of a recorder to each process of the same user, or of root, that connects to a Unix socket. One
/// client at a time, on a dedicated thread; a client that does not read is left after two seconds. Thread-safe.
/// </summary>
internal sealed class ControlServer : IDisposable
{
    private const int MaxWaiting = 8;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly TimeSpan MaxAnswer = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(200);

    private readonly string _path;
    private readonly Func<ReadOnlyMemory<byte>> _answer;
    private readonly Socket _listener;
    private readonly ManualResetEventSlim _stop = new();
    private readonly uint? _ownUid = new ProcDirectory().OwnUid();

    private ControlServer(string path, Socket listener, Func<ReadOnlyMemory<byte>> answer)
    {
        _path = path;
        _listener = listener;
        _answer = answer;
        new Thread(Run, 256 << 10) { Name = "Contrail control", IsBackground = true }.Start();
    }

    /// <summary>Starts to answer; null if this user has no place for a socket, which nothing depends on.</summary>
    /// <param name="recorderPid">The process id of the recorder.</param>
    /// <param name="answer">Makes the answer, on another thread.</param>
    public static ControlServer? TryStart(int recorderPid, Func<ReadOnlyMemory<byte>> answer)
    {
        if (OperatingSystem.IsWindows() || ControlFolder.TryPrepare(recorderPid) is not { } path)
        {
            return null;
        }

        Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            // A recorder with this id was killed. Only this user may enter the folder.
            File.Delete(path);
            listener.Bind(new UnixDomainSocketEndPoint(path));
            File.SetUnixFileMode(path, OwnerOnly);
            listener.Listen(MaxWaiting);
            return new ControlServer(path, listener, answer);
        }
        catch (Exception failure) when (failure is SocketException or IOException or UnauthorizedAccessException)
        {
            listener.Dispose();
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Set();
        _listener.Dispose();
        try
        {
            File.Delete(_path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A socket without a listener is ignored.
        }
    }

    private void Run()
    {
        while (!_stop.IsSet)
        {
            try
            {
                using Socket client = _listener.Accept();
                Answer(client);
            }
            catch (Exception)
            {
                // The client is gone or does not read, no descriptor is free, or it was disposed.
                _stop.Wait(RetryAfter);
            }
        }
    }

    private void Answer(Socket client)
    {
        bool isAllowed = PeerCredentials.Of(client) is { } peer && (peer.Uid == 0 || peer.Uid == _ownUid);
        if (isAllowed)
        {
            IpcSocket.Send(client, _answer().Span, Deadline.In(MaxAnswer));
        }
    }
}
