using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios;

/// <summary>Triggers on events, counters, log messages and requests of a service fire on their cause alone.</summary>
public sealed class LibraryTriggerTests
{
    private const string Requests = "--profile requests";
    private const string Hosting = "Microsoft.AspNetCore.Hosting";

    [Theory]
    [InlineData(Requests, "request:/incident>1s", "request:/incident>1m")]
    [InlineData(
        Requests,
        $"event:{Hosting}/RequestStart payload.method=POST payload.path=/incident",
        $"event:{Hosting}/RequestStart payload.method=DELETE")]
    [InlineData(
        Requests,
        $"pair:{Hosting}/RequestStart..RequestStop>1s",
        $"pair:{Hosting}/RequestStart..RequestStop>1m")]
    [InlineData(
        $"--providers {Hosting},System.Threading.Tasks.TplEventSource:0x80:4",
        $"pair:{Hosting}/RequestStart..RequestStop >1s",
        $"pair:{Hosting}/RequestStart..RequestStop by payload.path >1m")]
    [InlineData(
        "--providers Microsoft-Extensions-Logging:0x4:4",
        "log:Microsoft.AspNetCore.Hosting.* level>=information message~\"POST .*/incident\"",
        "log level>=error")]
    [InlineData(
        $"--providers {Hosting}:0x0:4:EventCounterIntervalSec=1",
        $"counter:{Hosting}/total-requests>=30",
        $"counter:{Hosting}/total-requests>1e6",
        29)]
    [InlineData(
        $"--providers System.Diagnostics.Metrics:0x2:4:Metrics={Hosting};RefreshInterval=1",
        $"counter:{Hosting}/http.server.active_requests>=1",
        $"counter:{Hosting}/http.server.active_requests>=100")]
    public async Task A_trigger_fires_on_its_cause(string providers, string on, string other, int quickRequests = 3)
    {
        using TraceFile trace = new();
        using HttpClient client = new();
        await using ShopProcess shop = await ShopProcess.StartAsync("--seconds 60");
        await using ContrailProcess contrail = await ContrailProcess.RecordAsync(
            shop.Id,
            [.. providers.Split(' '), "--on", on, "--on", other, "-o", Path.GetDirectoryName(trace.FullName)!]);
        for (int number = 0; number < quickRequests; number++)
        {
            _ = await client.GetStringAsync(new Uri(shop.Address, "products"));
        }

        Assert.Empty(contrail.Snapshots);
        using HttpResponseMessage incident = await client.PostAsync(new Uri(shop.Address, "incident"), content: null);
        ReportedSnapshot snapshot = await contrail.WaitForSnapshotAsync();
        contrail.Interrupt();
        await contrail.FinishAsync();
        Assert.Equal(2, contrail.Snapshots.Count);
        Assert.StartsWith("trigger " + on.Split(' ')[0].Split('>')[0], snapshot.Manifest.Reason);
        Assert.DoesNotContain(other, snapshot.Manifest.Reason, StringComparison.Ordinal);
    }
}
