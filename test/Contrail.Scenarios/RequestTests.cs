using System.Text.Json;
using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios;

/// <summary>The profile of requests shows what a service handles and sends.</summary>
public sealed class RequestTests
{
    [Fact]
    public async Task Requests_and_calls_have_status_and_trace_ids_and_no_event_has_a_stack()
    {
        using TraceFile trace = new();
        await using ShopProcess shop = await ShopProcess.StartAsync("--load 100 --seconds 60");
        await using ContrailProcess contrail = await ContrailProcess.RecordAsync(
            shop.Id, "--profile", "requests", "--duration", "3s", "-o", trace.FullName);
        SnapshotManifest manifest = (await contrail.FinishAsync()).Manifest;

        Assert.Equal(0, manifest.EventsLost);
        Assert.Empty(manifest.SilentProviders);
        TraceLogReading log = TraceLogReading.Read(trace.FullName);
        Assert.Equal(0, log.EventsWithStack);
        foreach (string view in (string[])["requests", "http-client"])
        {
            using JsonDocument shown = await ViewAsync(view, trace.FullName);
            JsonElement coverage = shown.RootElement.GetProperty("coverage")[0];
            Assert.Equal("whole", coverage.GetProperty("state").GetString());
            JsonElement longest = shown.RootElement.GetProperty("tables")[1].GetProperty("rows");
            JsonElement[] ended = [.. longest.EnumerateArray().Where(
                row => row.GetProperty("status").GetString() is "200" or "409")];
            Assert.True(ended.Length >= 50, $"{view}: {ended.Length} of {longest.GetArrayLength()} rows");
            Assert.All(ended, row => Assert.Matches("^[0-9a-f]{32}$", row.GetProperty("traceId").GetString()!));
            Assert.All(ended, row => Assert.Matches("^[0-9a-f]{16}$", row.GetProperty("spanId").GetString()!));
        }
    }

    private static async Task<JsonDocument> ViewAsync(string view, string file)
    {
        Ended ended = await ContrailProcess.RunAsync("view", view, "--json", file);
        Assert.True(ended.ExitCode == 0, ended.Errors);
        return JsonDocument.Parse(ended.Output);
    }
}
