using System.Text.Json;
using System.Text.Json.Nodes;
using Contrail.Tests.Support;
using Contrail.Tool.Mcp;
using Xunit;

namespace Contrail.Tests.Tool.Mcp;

/// <summary>The protocol, as a client of another implementation sees it.</summary>
public sealed class TraceServerTests : IAsyncLifetime
{
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(20);

    private readonly string _folder = Directory.CreateTempSubdirectory("contrail-mcp-").FullName;
    private RawMcpClient? _client;

    private RawMcpClient Client => _client!;

    public ValueTask InitializeAsync()
    {
        File.WriteAllBytes(Path.Combine(_folder, "a.nettrace"), GoldenTraces.NetTrace);
        _client = new RawMcpClient(new TraceTools(new TraceFolder(_folder)), MaxTime);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_handshake_contains_the_name_and_how_to_use_the_tools()
    {
        JsonElement result = (await Client.RequestAsync("initialize", RawMcpClient.Handshake)).GetProperty("result");
        Assert.Equal("2025-06-18", result.GetProperty("protocolVersion").GetString());
        Assert.Equal("contrail", result.GetProperty("serverInfo").GetProperty("name").GetString());
        Assert.StartsWith("# Read a trace with Contrail\n", result.GetProperty("instructions").GetString());
    }

    [Fact]
    public async Task Every_tool_is_listed_as_reading_only_with_a_closed_schema()
    {
        await Client.RequestAsync("initialize", RawMcpClient.Handshake);
        JsonElement[] tools =
            [.. (await Client.RequestAsync("tools/list")).GetProperty("result").GetProperty("tools").EnumerateArray()];
        Assert.Equal(
            ["list_files", "findings", "summary", "list_views", "view", "compare", "events"],
            tools.Select(tool => tool.GetProperty("name").GetString()));
        Assert.All(tools, tool =>
        {
            Assert.True(tool.GetProperty("annotations").GetProperty("readOnlyHint").GetBoolean());
            JsonElement schema = tool.GetProperty("inputSchema");
            Assert.Equal("object", schema.GetProperty("type").GetString());
            Assert.False(schema.GetProperty("additionalProperties").GetBoolean());
        });
    }

    [Fact]
    public async Task An_answer_is_a_text_and_an_invalid_call_is_an_error_of_the_tool()
    {
        await Client.RequestAsync("initialize", RawMcpClient.Handshake);
        JsonElement answer = await CallAsync("findings", new JsonObject { ["file"] = "a.nettrace" });
        Assert.False(answer.GetProperty("isError").GetBoolean());
        Assert.StartsWith("{\"schema\":\"contrail.findings/1\"", TextOf(answer), StringComparison.Ordinal);

        answer = await CallAsync("findings", new JsonObject { ["file"] = "a.nettrace", ["flie"] = 1 });
        Assert.True(answer.GetProperty("isError").GetBoolean());
        Assert.Equal("Unknown property 'flie' of findings. Did you mean 'file'?", TextOf(answer));

        answer = await CallAsync("delete", []);
        Assert.True(answer.GetProperty("isError").GetBoolean());
    }

    [Fact]
    public async Task A_line_that_is_no_request_does_not_end_the_server()
    {
        await Client.SendAsync("no json");
        await Client.SendAsync("{\"jsonrpc\":\"2.0\"");
        await Client.SendAsync("[1,2,3]");
        JsonElement response = await Client.RequestAsync("initialize", RawMcpClient.Handshake);
        while (!response.TryGetProperty("result", out _))
        {
            response = await Client.ReceiveAsync();
        }

        Assert.Equal("2025-06-18", response.GetProperty("result").GetProperty("protocolVersion").GetString());
    }

    [Fact]
    public async Task A_call_that_takes_too_long_is_an_error_of_the_tool()
    {
        await using RawMcpClient client = new(new TraceTools(new TraceFolder(_folder)), TimeSpan.Zero);
        await client.RequestAsync("initialize", RawMcpClient.Handshake);
        JsonElement answer = (await client.RequestAsync("tools/call", new JsonObject
        {
            ["name"] = "findings",
            ["arguments"] = new JsonObject { ["file"] = "a.nettrace" },
        })).GetProperty("result");
        Assert.True(answer.GetProperty("isError").GetBoolean());
        Assert.Contains("findings was canceled after 0 s", TextOf(answer), StringComparison.Ordinal);
    }

    // Other commands must not load its assemblies.
    [Fact]
    public void One_type_only_uses_the_package_of_the_protocol() => Assert.Equal(
        ["src/Contrail.Tool/Mcp/TraceServer.cs"],
        Tidy.Tree.Code.Where(file => file.Path.StartsWith("src/", StringComparison.Ordinal))
            .Where(file => file.Source.Text.Contains("using ModelContextProtocol", StringComparison.Ordinal))
            .Select(file => file.Path));

    [Fact]
    public Task The_end_of_the_input_ends_the_server() => Client.EndAsync();

    private static string TextOf(JsonElement result) =>
        result.GetProperty("content").EnumerateArray().First().GetProperty("text").GetString()!;

    private async Task<JsonElement> CallAsync(string tool, JsonObject arguments) =>
        (await Client.RequestAsync("tools/call", new JsonObject { ["name"] = tool, ["arguments"] = arguments }))
            .GetProperty("result");
}
