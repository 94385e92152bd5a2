using System.Net.Sockets;
using Contrail.Sources;

namespace Contrail.Ipc;

/// <summary>
/// The stream of one session, as the runtime writes it. The owner must read it without pause: a target whose socket is
/// full cannot exit. One thread reads; any thread may call <see cref="Close"/>.
/// </summary>
internal sealed class EventPipeConnection : IChunkStream, IDisposable
{
    private readonly Socket _socket;

    public EventPipeConnection(
        Socket socket, ulong sessionId, IpcCommand command, SessionConcessions concessions)
    {
        _socket = socket;
        SessionId = sessionId;
        Command = command;
        Concessions = concessions;
    }

    /// <summary>The id for <see cref="DiagnosticClient.StopSession"/>. The runtime reuses ids.</summary>
    public ulong SessionId { get; }

    /// <summary>The command that started the session.</summary>
    public IpcCommand Command { get; }

    /// <summary>The parts of the request that this runtime does not support.</summary>
    public SessionConcessions Concessions { get; }

    /// <summary>Bytes that can be read without waiting; 0 after the end.</summary>
    public int PendingBytes
    {
        get
        {
            try
            {
                return _socket.Available;
            }
            catch (Exception ended) when (IsEnd(ended))
            {
                return 0;
            }
        }
    }

    /// <summary>
    /// Waits for bytes and returns their number; 0 at the end: the session was stopped, the target has exited, or
    /// <see cref="Close"/> was called. Allocates nothing while the stream is open.
    /// </summary>
    /// <exception cref="SocketException">The connection failed for another reason than its end.</exception>
    public int Read(Span<byte> destination)
    {
        try
        {
            return _socket.Receive(destination);
        }
        catch (Exception ended) when (IsEnd(ended))
        {
            return 0;
        }
    }

    /// <summary>Frees a waiting <see cref="Read"/> at once, and lets the runtime end the session by itself.</summary>
    public void Close()
    {
        try
        {
            // This wakes a waiting reader and closes the connection at once; disposal waits for users of the handle.
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            // It had ended before, so no reader waits.
        }

        _socket.Dispose();
    }

    public void Dispose() => Close();

    private static bool IsEnd(Exception exception) =>
        exception is ObjectDisposedException
            or SocketException
        {
            SocketErrorCode: SocketError.ConnectionReset or SocketError.ConnectionAborted
                    or SocketError.OperationAborted or SocketError.Interrupted or SocketError.Shutdown
                    or SocketError.NotSocket or SocketError.NotConnected,
        };
}
