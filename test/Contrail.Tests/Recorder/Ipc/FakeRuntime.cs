using System.Net.Sockets;
using System.Text;
using Contrail.Ipc;

namespace Contrail.Tests.Recorder.Ipc;

/// <summary>A diagnostics server that answers by a script: one function of the command, an answer or silence.</summary>
internal sealed class FakeRuntime : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("fake-");
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly List<Socket> _accepted = [];
    private readonly List<IpcCommand> _requests = [];
    private readonly Func<IpcCommand, byte[]?> _answer;
    private readonly Thread _server;

    public FakeRuntime(Func<IpcCommand, byte[]?> answer)
    {
        _answer = answer;
        SocketPath = Path.Combine(_directory.FullName, "socket");
        _listener.Bind(new UnixDomainSocketEndPoint(SocketPath));
        _listener.Listen();
        _server = new Thread(Serve);
        _server.Start();
    }

    public string SocketPath { get; }

    /// <summary>Whether a stream that follows an answer stays open and silent; otherwise it ends.</summary>
    public bool KeepsStreams { get; init; }

    /// <summary>The commands so far.</summary>
    public IReadOnlyList<IpcCommand> Requests
    {
        get
        {
            lock (_requests)
            {
                return [.. _requests];
            }
        }
    }

    public static byte[] Success(params ReadOnlySpan<byte> payload) => Answer(IpcHeader.SuccessId, payload);

    public static byte[] Error(int hresult) => Answer(IpcHeader.ErrorId, BitConverter.GetBytes(hresult));

    public static byte[] Answer(byte id, params ReadOnlySpan<byte> payload)
    {
        byte[] message = new byte[IpcHeader.HeaderBytes + payload.Length];
        new IpcHeader(message.Length, IpcHeader.ServerCommandSet, id).Write(message);
        payload.CopyTo(message.AsSpan(IpcHeader.HeaderBytes));
        return message;
    }

    /// <summary>What <see cref="IpcCommand.Describe3"/> is answered with, by a process with the id 7.</summary>
    public static byte[] Description(string version) =>
    [
        1, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0, .. new byte[16],
        .. Text("app"), .. Text("linux"), .. Text("x64"), .. Text("app"), .. Text(version), .. Text("linux-x64"),
    ];

    public static byte[] Text(string text) =>
        [(byte)(text.Length + 1), 0, 0, 0, .. Encoding.Unicode.GetBytes(text), 0, 0];

    public void Dispose()
    {
        _listener.Dispose();
        _server.Join();
        _accepted.ForEach(socket => socket.Dispose());
        _directory.Delete(recursive: true);
    }

    private void Serve()
    {
        try
        {
            while (true)
            {
                Socket socket = _listener.Accept();
                _accepted.Add(socket);
                byte[] request = new byte[IpcHeader.MaxMessageBytes];
                int requestBytes = socket.Receive(request);
                _ = IpcHeader.TryParse(request.AsSpan(0, requestBytes), out IpcHeader header);
                IpcCommand command = (IpcCommand)((header.CommandSet << 8) | header.CommandId);
                lock (_requests)
                {
                    _requests.Add(command);
                }

                if (_answer(command) is { } answer)
                {
                    socket.Send(answer);
                    if (!KeepsStreams)
                    {
                        socket.Shutdown(SocketShutdown.Send);
                    }
                }
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // Closed by the test.
        }
    }
}
