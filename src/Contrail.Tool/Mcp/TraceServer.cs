using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Contrail.Tool.Json;
using Contrail.Tool.Text;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using ProtocolTool = ModelContextProtocol.Protocol.Tool;

namespace Contrail.Tool.Mcp;

/// <summary>
/// Answers the calls of a client of the Model Context Protocol, one at a time. The only type that uses the package of
/// the protocol, so that other commands do not load it.
/// </summary>
/// <param name="tools">The tools.</param>
/// <param name="maxTime">The time of a call, with its wait for the one before it.</param>
internal sealed class TraceServer(TraceTools tools, TimeSpan maxTime) : IDisposable
{
    private const string ServerName = "contrail";
    private const string Skill = "SKILL.md";
    private const string FrontMatterEnd = "\n---\n";

    // Each call can need as much memory as its file.
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>How to use the tools.</summary>
    public static string Instructions { get; } = ReadInstructions();

    /// <summary>Serves standard input and output until the input ends or the token is canceled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) =>
        RunAsync(new StdioServerTransport(ServerName), cancellationToken);

    /// <summary>Serves two streams.</summary>
    public Task RunAsync(Stream input, Stream output, CancellationToken cancellationToken) =>
        RunAsync(new StreamServerTransport(input, output, ServerName), cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private static string ReadInstructions()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Skill)!;
        using StreamReader reader = new(stream);
        string text = reader.ReadToEnd();
        return text[(text.IndexOf(FrontMatterEnd, StringComparison.Ordinal) + FrontMatterEnd.Length)..].Trim();
    }

    private static CallToolResult Result(ToolAnswer answer) => new()
    {
        IsError = answer.IsError,
        Content =
        [
            .. new[] { answer.Message, answer.Document ?? "" }
                .Where(text => text.Length > 0)
                .Select(text => new TextContentBlock { Text = text }),
        ],
    };

    private static ProtocolTool Described(TraceTool tool) => new()
    {
        Name = tool.Name,
        Description = tool.Description,
        InputSchema = ToolSchemaJson.Of(tool.Parameters),
        Annotations = new ToolAnnotations { ReadOnlyHint = true, OpenWorldHint = false },
    };

    private async Task RunAsync(ITransport transport, CancellationToken cancellationToken)
    {
        ListToolsResult listed = new() { Tools = [.. tools.All.Select(Described)] };
        McpServerOptions options = new()
        {
            ServerInfo = new Implementation
            {
                Name = ServerName,
                Version = typeof(TraceServer).Assembly.GetName().Version!.ToString(3),
            },
            ServerInstructions = Instructions,
            Capabilities = new ServerCapabilities { Tools = new ToolsCapability() },
            Handlers = new McpServerHandlers
            {
                ListToolsHandler = (_, _) => ValueTask.FromResult(listed),
                CallToolHandler = async (request, canceled) =>
                    Result(await CallAsync(request.Params.Name, request.Params.Arguments, canceled)),
            },
        };
        await using (transport)
        await using (McpServer server = McpServer.Create(transport, options))
        {
            await server.RunAsync(cancellationToken);
        }
    }

    private async Task<ToolAnswer> CallAsync(
        string name, IDictionary<string, JsonElement>? arguments, CancellationToken canceled)
    {
        using CancellationTokenSource time = new(maxTime);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(canceled, time.Token);
        try
        {
            await _turn.WaitAsync(limit.Token);

            // Not awaited longer than the limit: the read of a file on a server that hangs cannot be canceled.
            return await Task.Run(() => Call(name, arguments, limit.Token), CancellationToken.None)
                .WaitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!canceled.IsCancellationRequested)
        {
            return ToolAnswer.Failed(string.Create(
                CultureInfo.InvariantCulture,
                $"{NumberFormat.OneLine(name)} was canceled after {maxTime.TotalSeconds:N0} s. Cut the file: contrail "
                    + $"cut FILE --last 10s -o NEW"));
        }
    }

    private ToolAnswer Call(string name, IDictionary<string, JsonElement>? arguments, CancellationToken limit)
    {
        try
        {
            return tools.Call(name, arguments, limit);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return ToolAnswer.Failed(NumberFormat.OneLine(failure.Message));
        }
        finally
        {
            _turn.Release();
        }
    }
}
