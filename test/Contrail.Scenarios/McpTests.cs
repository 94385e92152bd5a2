using System.Text.Json;
using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios;

/// <summary>The server of <c>contrail mcp</c> as a process, with a client that writes JSON-RPC itself.</summary>
public sealed class McpTests
{
    private const string Handshake = """{"jsonrpc":"2.0","id":1,"method":"initialize","params":"""
        + """{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"raw","version":"1"}}}""";

    private static readonly string Corpus = Path.Combine(Repository.Root, "test", "Contrail.Tests", "Corpus");

    [Fact]
    public async Task Standard_output_has_the_protocol_only_and_the_end_of_the_input_ends_the_server()
    {
        await using ContrailProcess server = ContrailProcess.Start("mcp", Corpus);
        await ShakeHandsAsync(server);
        await server.WriteLineAsync(Call(2, "list_files", "{}"));
        await server.WriteLineAsync(Call(3, "findings", """{"file":"net11-async.nettrace"}"""));
        await server.WriteLineAsync(Call(4, "findings", """{"file":"../README.md"}"""));
        await server.WaitForLineAsync("{", skipCount: 3);
        server.CloseInput();
        Assert.Equal(0, await server.WaitForExitAsync());
        Dictionary<int, JsonElement> results = server.Output.Select(Parse).ToDictionary(
            response => response.GetProperty("id").GetInt32(), response => response.GetProperty("result"));
        Assert.Equal([1, 2, 3, 4], results.Keys.Order());
        Assert.Contains("net11-async.nettrace", results[2].GetRawText(), StringComparison.Ordinal);
        Assert.Contains("contrail.findings/1", results[3].GetRawText(), StringComparison.Ordinal);
        Assert.True(results[4].GetProperty("isError").GetBoolean());
        Assert.Empty(server.Errors);
    }

    [Fact]
    public async Task A_signal_ends_the_server()
    {
        await using ContrailProcess server = ContrailProcess.Start("mcp", Corpus);
        await ShakeHandsAsync(server);
        server.Terminate();
        Assert.Equal(0, await server.WaitForExitAsync());
    }

    [Fact]
    public async Task A_folder_that_does_not_exist_is_reported()
    {
        Ended ended = await ContrailProcess.RunAsync("mcp", Path.Combine(Corpus, "none"));
        Assert.Equal((1, ""), (ended.ExitCode, ended.Output));
        Assert.Contains("the folder does not exist", ended.Errors, StringComparison.Ordinal);
    }

    private static async Task ShakeHandsAsync(ContrailProcess server)
    {
        await server.WriteLineAsync(Handshake);
        await server.WaitForLineAsync("{");
        await server.WriteLineAsync("""{"jsonrpc":"2.0","method":"notifications/initialized"}""");
    }

    private static string Call(int id, string tool, string arguments) =>
        $$$"""{"jsonrpc":"2.0","id":{{{id}}},"method":"tools/call",""" + '"'
        + $$$"""params":{"name":"{{{tool}}}","arguments":{{{arguments}}}}}""";

    private static JsonElement Parse(string line)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        return document.RootElement.Clone();
    }
}
