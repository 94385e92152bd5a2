using System.IO.Pipes;
using System.Text.Json;
using System.Text.Json.Nodes;
using Contrail.Tool.Mcp;

namespace Contrail.Tests.Support;

/// <summary>
/// A client of the Model Context Protocol that writes and reads lines of JSON-RPC itself: it does not use the package
/// of the server.
/// </summary>
internal sealed class RawMcpClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly AnonymousPipeServerStream _toServer = new(PipeDirection.Out);
    private readonly AnonymousPipeServerStream _fromServer = new(PipeDirection.In);
    private readonly TraceServer _server;
    private readonly StreamReader _reader;
    private readonly Task _serving;
    private int _id;

    public RawMcpClient(TraceTools tools, TimeSpan maxTime)
    {
        _server = new TraceServer(tools, maxTime);
        AnonymousPipeClientStream input = new(PipeDirection.In, _toServer.ClientSafePipeHandle);
        AnonymousPipeClientStream output = new(PipeDirection.Out, _fromServer.ClientSafePipeHandle);
        _serving = Task.Run(() => _server.RunAsync(input, output, CancellationToken.None));
        _reader = new StreamReader(_fromServer);
    }

    /// <summary>The arguments of the handshake.</summary>
    public static JsonObject Handshake => new()
    {
        ["protocolVersion"] = "2025-06-18",
        ["capabilities"] = new JsonObject(),
        ["clientInfo"] = new JsonObject { ["name"] = "raw", ["version"] = "1" },
    };

    /// <summary>Sends a request and returns the response.</summary>
    public async Task<JsonElement> RequestAsync(string method, JsonObject? parameters = null)
    {
        _id++;
        JsonObject request = new() { ["jsonrpc"] = "2.0", ["id"] = _id, ["method"] = method, ["params"] = parameters };
        await SendAsync(request.ToJsonString());
        return await ReceiveAsync();
    }

    /// <summary>Writes a line.</summary>
    public async Task SendAsync(string line)
    {
        await _toServer.WriteAsync(System.Text.Encoding.UTF8.GetBytes(line + "\n"));
        await _toServer.FlushAsync();
    }

    /// <summary>Reads a line.</summary>
    public async Task<JsonElement> ReceiveAsync()
    {
        using CancellationTokenSource deadline = new(Patience);
        string line = await _reader.ReadLineAsync(deadline.Token) ?? throw new EndOfStreamException();
        using JsonDocument document = JsonDocument.Parse(line);
        return document.RootElement.Clone();
    }

    /// <summary>Ends the input of the server and waits for its end.</summary>
    public async Task EndAsync()
    {
        await _toServer.DisposeAsync();
        await _serving.WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _reader.Dispose();
        await _fromServer.DisposeAsync();
        _server.Dispose();
    }
}
