using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios;

/// <summary>Triggers in a storm, with actions and conditions that do not work, and under the governor.</summary>
public sealed class TriggerTroubleTests
{
    private const string Hosting = "Microsoft.AspNetCore.Hosting";

    [Fact]
    public async Task A_storm_of_ten_thousand_events_a_second_takes_one_snapshot_and_the_rest_is_counted()
    {
        using TraceFile trace = new();
        await using TargetProcess target = await TargetProcess.StartAsync("net10.0", "flood --rate 10000 --threads 2");
        await using ContrailProcess contrail = await ContrailProcess.RecordAsync(
            target.Id, "--providers", "Contrail-Target-Flood", "--on", "event:Contrail-Target-Flood/Drop",
            "--governor", "off", "--cooldown", "2s", "-o", Path.GetDirectoryName(trace.FullName)!);
        ReportedSnapshot second = await contrail.WaitForSnapshotAsync(skipCount: 1);
        Ended explained = await ContrailProcess.RunAsync("triggers", "explain", $"{contrail.Id}");
        contrail.Interrupt();
        await contrail.FinishAsync();
        Assert.True(Assert.Single(second.Manifest.Triggers).SuppressedByCooldown > 10_000);
        Assert.All(contrail.Snapshots, one => Assert.Equal(0, one.Manifest.EventsLost));
        Assert.Contains("suppressed by the cooldown", explained.Output, StringComparison.Ordinal);
        Assert.Contains(" fired\n", explained.Output + "\n", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Actions_that_fail_a_slow_expression_and_an_unknown_field_stop_nothing()
    {
        using TraceFile trace = new();
        using HttpClient client = new();
        string rules = trace.FullName + ".rules.json";
        await File.WriteAllTextAsync(rules, Rules, TestContext.Current.CancellationToken);
        await using ShopProcess shop = await ShopProcess.StartAsync("--seconds 60");
        await using ContrailProcess contrail = await ContrailProcess.RecordAsync(
            shop.Id, "--providers", $"{Hosting},Microsoft-Extensions-Logging:0x4:4", "--rules", rules,
            "-o", Path.GetDirectoryName(trace.FullName)!);
        Uri catastrophic = new(shop.Address, new string('a', 100));
        for (int number = 0; number < 3; number++)
        {
            using HttpResponseMessage unknown = await client.GetAsync(catastrophic);
        }

        await contrail.WaitForErrorLineAsync($"trigger event:{Hosting}/RequestStart payload.pth=/incident: ");
        using HttpResponseMessage incident = await client.PostAsync(new Uri(shop.Address, "incident"), content: null);
        await contrail.WaitForSnapshotAsync();
        await contrail.WaitForErrorLineAsync("trigger troubled fired for ");
        Ended explained = await ContrailProcess.RunAsync("triggers", "explain", $"{contrail.Id}");
        contrail.Interrupt();
        await contrail.FinishAsync();
        Assert.Equal(2, contrail.Snapshots.Count);
        Assert.All(contrail.Snapshots, one => Assert.Equal(0, one.Manifest.EventsLost));
        Assert.Equal(3, contrail.Errors.Count(line => line.StartsWith("action of trigger troubled failed: ")));
        Assert.EndsWith(
            $"{Hosting}/RequestStart has no field 'pth'; did you mean 'path'?",
            Assert.Single(contrail.Errors, line => line.Contains("'pth'", StringComparison.Ordinal)),
            StringComparison.Ordinal);
        Assert.Contains(" not compared in time", explained.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_counter_that_does_not_exist_is_reported_with_the_nearest_name()
    {
        using TraceFile trace = new();
        await using TargetProcess target = await TargetProcess.StartAsync("net10.0", "heartbeat --rate 10");
        await using ContrailProcess contrail = await ContrailProcess.RecordAsync(
            target.Id, "--providers", "System.Runtime:0x0:4:EventCounterIntervalSec=1",
            "--on", "counter:System.Runtime/cpu-usag>99", "--on", "counter:System.Runtime/cpu-usage>1000",
            "-o", Path.GetDirectoryName(trace.FullName)!);
        await contrail.WaitForErrorLineAsync("trigger counter:System.Runtime/cpu-usag>99: ");
        Ended explained = await ContrailProcess.RunAsync("triggers", "explain", $"{contrail.Id}");
        contrail.Interrupt();
        await contrail.FinishAsync();
        string line = Assert.Single(contrail.Errors, one => one.Contains("has arrived", StringComparison.Ordinal));
        Assert.Contains("no counter 'cpu-usag' has arrived from System.Runtime in ", line, StringComparison.Ordinal);
        Assert.Contains("; did you mean 'cpu-usage'? Arrived from System.Runtime: ", line, StringComparison.Ordinal);
        Assert.Contains("did you mean 'cpu-usage'?", explained.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_explains_that_the_governor_has_taken_the_events_of_a_rule_away()
    {
        using TraceFile trace = new();
        await using TargetProcess target = await TargetProcess.StartAsync("net10.0", "heartbeat --rate 1000");
        await using ContrailProcess contrail = await ContrailProcess.RecordAsync(
            target.Id, "--providers", "Contrail-Target-Heartbeat", "--governor", "100",
            "--on", "event:Contrail-Target-Heartbeat/Beat payload.number<0", "--on", "gc-pause>1h",
            "-o", Path.GetDirectoryName(trace.FullName)!);
        Ended explained;
        int tries = 0;
        do
        {
            explained = await ContrailProcess.RunAsync("triggers", "explain", $"{contrail.Id}");
        }
        while (!explained.Output.Contains("cannot fire now", StringComparison.Ordinal) && ++tries < 100);
        contrail.Interrupt();
        await contrail.FinishAsync();
        Assert.Single(contrail.Errors, line => line.Contains(
            "trigger event:Contrail-Target-Heartbeat/Beat payload.number<0 cannot fire now: the profile 'default'",
            StringComparison.Ordinal));
        Assert.Contains(", profile default (", explained.Output, StringComparison.Ordinal);
        Assert.Equal(
            "    cannot fire now: the profile 'default' lacks the events of "
                + "event:Contrail-Target-Heartbeat/Beat payload.number<0",
            Assert.Single(explained.Output.Split('\n'), line => line.Contains("cannot fire now")));
    }

    // The expression with a condition on what follows needs a backtracking engine.
    private static string Rules { get; } = $$"""
        {
          "schema": "contrail.triggers/1",
          "rules": [
            {
              "name": "troubled",
              "on": "event:{{Hosting}}/RequestStart payload.path=/incident",
              "actions": [
                { "run": ["/nonexistent/program"] },
                { "run": ["/bin/sh", "-c", "sleep 100"], "timeout": "1s" },
                { "webhook": "http://127.0.0.1:1/", "timeout": "1s" },
                { "log": true }
              ]
            },
            { "name": "slow", "on": "log message~\"/(?!x)(a+)+!\"" },
            { "name": "unknown", "on": "event:{{Hosting}}/RequestStart payload.pth=/incident" }
          ]
        }
        """;
}
