using System.Net.Sockets;

namespace Contrail.Ipc;

/// <summary>
/// A client of the diagnostics server of one runtime: one connection for each request, every wait with a timeout.
/// Throws <see cref="TimeoutException"/>, <see cref="SocketException"/>, <see cref="IpcRefusedException"/>,
/// <see cref="EndOfStreamException"/>, and <see cref="InvalidDataException"/> for an invalid response.
/// </summary>
internal sealed class DiagnosticClient
{
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(5);

    private readonly Func<Deadline, Socket> _connect;
    private readonly TimeSpan _timeout;
    private readonly Deadline? _end;
    private readonly TargetIdentity? _target;
    private volatile TargetDescription? _description;

    /// <param name="socketPath">The socket the runtime listens on.</param>
    /// <param name="timeout">For each request as a whole; <see cref="DefaultTimeout"/> when null.</param>
    public DiagnosticClient(string socketPath, TimeSpan? timeout = null)
        : this(deadline => IpcSocket.Connect(socketPath, deadline), timeout)
    {
        ArgumentException.ThrowIfNullOrEmpty(socketPath);
    }

    /// <param name="socket">The way to the runtime; each connection is confirmed by the kernel.</param>
    /// <param name="timeout">For each request as a whole; <see cref="DefaultTimeout"/> when null.</param>
    public DiagnosticClient(TargetSocket socket, TimeSpan? timeout = null)
        : this(socket.Connect, timeout, socket.Target)
    {
    }

    /// <param name="connect">Gives a fresh connection to the runtime, which the client then owns.</param>
    /// <param name="timeout">For each request as a whole; <see cref="DefaultTimeout"/> when null.</param>
    /// <param name="target">The process that the runtime has to describe; null where it is not known.</param>
    public DiagnosticClient(
        Func<Deadline, Socket> connect, TimeSpan? timeout = null, TargetIdentity? target = null)
    {
        _target = target;
        _connect = connect;
        _timeout = timeout ?? DefaultTimeout;
    }

    private DiagnosticClient(DiagnosticClient other, Deadline end, TimeSpan timeout)
        : this(other._connect, timeout, other._target)
    {
        _end = end;
        _description = other._description;
    }

    /// <summary>
    /// Whether the exception means that communication with a runtime failed, for example because the port it connected
    /// to was closed.
    /// </summary>
    public static bool IsConnectionFailure(Exception failure) => failure is SocketException or TimeoutException
        or EndOfStreamException or InvalidDataException or IpcRefusedException or ObjectDisposedException
        or UntrustedPeerException;

    /// <summary>
    /// The same, for requests that must all be answered by then; but for those with a timeout of their own.
    /// </summary>
    /// <param name="end">When; its call during waits is also made in those with a timeout of their own.</param>
    /// <param name="timeout">For each request; as before when null.</param>
    public DiagnosticClient Until(Deadline end, TimeSpan? timeout = null) => new(this, end, timeout ?? _timeout);

    /// <summary>What the runtime reports about its process. Requested once; the answer cannot change.</summary>
    /// <exception cref="UntrustedPeerException">It describes another process.</exception>
    public TargetDescription Describe()
    {
        if (_description is { } known)
        {
            return known;
        }

        ReadOnlySpan<IpcCommand> newestFirst = [IpcCommand.Describe3, IpcCommand.Describe2, IpcCommand.Describe1];
        foreach (IpcCommand command in newestFirst)
        {
            if (TryDescribe(command) is { } description)
            {
                if (_target?.Refuse(description.OwnPid) is { } refusal)
                {
                    throw new UntrustedPeerException($"Process {_target.Pid} is not reached: {refusal}.");
                }

                _description = description;
                return description;
            }
        }

        throw new InvalidDataException("The runtime supports no command that describes its process.");
    }

    /// <summary>
    /// Starts a session with the newest command that the runtime's version supports. If the runtime rejects the
    /// command, older ones are tried; what they cannot express is in <see cref="EventPipeConnection.Concessions"/>.
    /// </summary>
    /// <exception cref="ArgumentException">The request is not complete.</exception>
    public EventPipeConnection StartSession(SessionRequest request)
    {
        IpcCommand command = IpcMessages.CollectCommandFor(Describe().RuntimeMajor);
        while (true)
        {
            try
            {
                return StartSession(command, request);
            }
            catch (IpcRefusedException refused) when (refused.IsUnknownCommand
                && command > IpcCommand.CollectTracing2)
            {
                command--;
            }
        }
    }

    /// <summary>
    /// Ends a session. The rest of its stream follows on the session's connection, which must be read to its end:
    /// otherwise the runtime stops responding to any client.
    /// </summary>
    /// <param name="sessionId">The id of a running session; ids are reused, so a late call may end another one.</param>
    /// <param name="timeout">Replaces the client's timeout: a session with rundown can take seconds to end.</param>
    public void StopSession(ulong sessionId, TimeSpan? timeout = null) =>
        Exchange(IpcCommand.StopTracing, IpcMessages.StopTracing(sessionId), timeout);

    /// <summary>Lets a runtime run that waits at its start; nothing happens to one that does not.</summary>
    public void Resume() => Exchange(IpcCommand.ResumeRuntime, IpcMessages.ResumeRuntime());

    public void SetEnvironmentVariable(string name, string value) =>
        Exchange(IpcCommand.SetEnvironmentVariable, IpcMessages.SetEnvironmentVariable(name, value));

    /// <inheritdoc cref="IpcMessages.ApplyStartupHook"/>
    public void ApplyStartupHook(string assemblyPath) =>
        Exchange(IpcCommand.ApplyStartupHook, IpcMessages.ApplyStartupHook(assemblyPath));

    /// <summary>
    /// Returns the names of the target's environment variables. The values are overwritten as soon as they arrive.
    /// </summary>
    public IReadOnlyList<string> EnvironmentNames()
    {
        Deadline deadline = NextDeadline();
        using Socket socket = _connect(deadline);
        byte[] payload = Exchange(socket, IpcCommand.Environment, IpcMessages.Environment(), deadline);
        byte[] block = new byte[EnvironmentBlock.DeclaredBytes(payload)];
        try
        {
            IpcSocket.ReceiveExactly(socket, block, deadline);
            return EnvironmentBlock.TryParseNames(block, out List<string> names)
                ? names
                : throw Malformed(IpcCommand.Environment);
        }
        finally
        {
            Array.Clear(block);
        }
    }

    private static InvalidDataException Malformed(IpcCommand command) =>
        new($"The runtime's answer to {command} is not what the protocol allows.");

    private static byte[] Exchange(Socket socket, IpcCommand command, byte[] message, Deadline deadline)
    {
        IpcSocket.Send(socket, message, deadline);
        Span<byte> header = stackalloc byte[IpcHeader.HeaderBytes];
        IpcSocket.ReceiveExactly(socket, header, deadline);
        if (!IpcHeader.TryParse(header, out IpcHeader answer) || answer.CommandSet != IpcHeader.ServerCommandSet)
        {
            throw Malformed(command);
        }

        byte[] payload = new byte[answer.PayloadBytes];
        IpcSocket.ReceiveExactly(socket, payload, deadline);
        return answer.CommandId switch
        {
            IpcHeader.SuccessId => payload,
            IpcHeader.ErrorId when new IpcCursor(payload).TryReadUInt32(out uint hresult) =>
                throw new IpcRefusedException(command, unchecked((int)hresult)),
            _ => throw Malformed(command),
        };
    }

    private Deadline NextDeadline()
    {
        Deadline next = Deadline.In(_timeout);
        return _end is { } end ? Deadline.Earlier(end, next) : next;
    }

    private byte[] Exchange(IpcCommand command, byte[] message, TimeSpan? timeout = null)
    {
        Deadline deadline = timeout is { } own ? _end?.Again(own) ?? Deadline.In(own) : NextDeadline();
        using Socket socket = _connect(deadline);
        return Exchange(socket, command, message, deadline);
    }

    private TargetDescription? TryDescribe(IpcCommand command)
    {
        byte[] payload;
        try
        {
            payload = Exchange(command, IpcMessages.Describe(command));
        }
        catch (IpcRefusedException refused) when (refused.IsUnknownCommand)
        {
            return null;
        }

        return TargetDescription.TryParse(command, payload, out TargetDescription? description)
            ? description
            : throw Malformed(command);
    }

    private EventPipeConnection StartSession(IpcCommand command, SessionRequest request)
    {
        byte[] message = IpcMessages.CollectTracing(command, request);
        Deadline deadline = NextDeadline();
        Socket socket = _connect(deadline);
        try
        {
            byte[] payload = Exchange(socket, command, message, deadline);
            return new IpcCursor(payload).TryReadUInt64(out ulong sessionId)
                ? new EventPipeConnection(socket, sessionId, command, IpcMessages.ConcessionsOf(command, request))
                : throw Malformed(command);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
