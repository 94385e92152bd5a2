using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios;

/// <summary><c>contrail record --on</c> takes snapshots by itself.</summary>
public sealed class TriggerTests
{
    [Fact]
    public async Task Exceptions_take_one_snapshot_with_the_time_after_and_the_rest_is_counted()
    {
        using TraceFile trace = new();
        string folder = Path.GetDirectoryName(trace.FullName)!;
        await using TargetProcess target =
            await TargetProcess.StartAsync("net10.0", "throwers --throwers 20 --every 100");
        await using ContrailProcess contrail = await ContrailProcess.RecordAsync(
            target.Id, "--on", "exception rate>20/s", "--on", "gc-pause>1h", "--after", "500ms", "-o", folder);
        await contrail.WaitForSnapshotAsync();
        Ended explained = await ContrailProcess.RunAsync("triggers", "explain", $"{contrail.Id}");
        Assert.Equal(0, explained.ExitCode);
        Assert.Contains("exception rate>20/s in 1s: fired 1 time, of ", explained.Output, StringComparison.Ordinal);
        Assert.Contains("gc-pause>1h: nothing was observed for it yet", explained.Output, StringComparison.Ordinal);
        contrail.Interrupt();
        await contrail.FinishAsync();
        Ended gone = await ContrailProcess.RunAsync("triggers", "explain", $"{contrail.Id}");
        Assert.Equal(1, gone.ExitCode);
        Assert.Equal(2, contrail.Snapshots.Count);
        Assert.Equal("trigger exception rate>20/s in 1s", contrail.Snapshots[0].Manifest.Reason);
        Assert.Equal("exception rate>20/s in 1s", Assert.Single(contrail.Snapshots[0].Manifest.Triggers).Rule);
        Assert.Equal("Ctrl+C", contrail.Snapshots[1].Manifest.Reason);
    }

    [Fact]
    public async Task A_rule_does_not_wait_for_one_that_is_pending_longer()
    {
        using TraceFile trace = new();
        string folder = Path.GetDirectoryName(trace.FullName)!;
        string rules = trace.FullName + ".rules.json";
        await File.WriteAllTextAsync(rules, """
            {
              "schema": "contrail.triggers/1",
              "rules": [
                { "name": "slow", "on": "exception", "after": "5m" },
                { "name": "quick", "on": "exception count>=20 in 1m" }
              ]
            }
            """, TestContext.Current.CancellationToken);
        await using TargetProcess target =
            await TargetProcess.StartAsync("net10.0", "throwers --throwers 20 --every 100");
        await using ContrailProcess contrail = await ContrailProcess.RecordAsync(
            target.Id, "--rules", rules, "--period", "6m", "-o", folder);
        ReportedSnapshot quick = await contrail.WaitForSnapshotAsync();
        Ended explained = await ContrailProcess.RunAsync("triggers", "explain", $"{contrail.Id}");
        contrail.Interrupt();
        ReportedSnapshot last = await contrail.FinishAsync();
        Assert.Equal("quick", Assert.Single(quick.Manifest.Triggers).Rule);
        Assert.Contains("    its snapshot is taken in ", explained.Output, StringComparison.Ordinal);
        ManifestTrigger slow = Assert.Single(last.Manifest.Triggers);
        Assert.Equal("slow", slow.Rule);
        Assert.InRange(slow.RepeatedCount, 19, long.MaxValue);
    }

    [Theory]
    [InlineData("1.22")]
    [InlineData("1.26")]
    public async Task A_Go_service_is_observed_a_generation_late(string version)
    {
        using TraceFile trace = new();
        string folder = Path.GetDirectoryName(trace.FullName)!;
        await using GoService service = await GoService.StartAsync(version, workers: 8);
        await using ContrailProcess contrail = ContrailProcess.Start(
            "record", "--url", $"{service.Address}", "--json", "-o", folder, "--on", "log:mark",
            "--on", "stop-the-world:GC* count>=2 in 1m", "--on", "scheduling>1h", "--on", "silence>1h");
        await contrail.WaitForErrorLineAsync("recording ");
        await contrail.WaitForErrorLineAsync("taken because of trigger stop-the-world:GC*");
        await service.MarkAsync("late");
        await contrail.WaitForErrorLineAsync("taken because of trigger log:mark, mark");
        contrail.Interrupt();
        ReportedSnapshot last = await contrail.FinishAsync();
        Assert.Equal("Ctrl+C", last.Manifest.Reason);
        Assert.Equal(3, contrail.Snapshots.Count);
    }

    [Fact]
    public async Task A_rule_on_what_only_dotnet_has_is_refused_for_a_Go_service()
    {
        await using GoService service = await GoService.StartAsync("1.26", workers: 0);
        Ended refused = await ContrailProcess.RunAsync("record", "--url", $"{service.Address}", "--on", "exception");
        Assert.Equal(1, refused.ExitCode);
        Assert.StartsWith("Cannot watch for 'exception'", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("stop-the-world, scheduling, region", refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quiet_process_takes_none()
    {
        using TraceFile trace = new();
        string folder = Path.GetDirectoryName(trace.FullName)!;
        await using TargetProcess target = await TargetProcess.StartAsync("net10.0", "heartbeat --rate 100");
        Ended ended = await ContrailProcess.RunAsync(
            "record", "--pid", $"{target.Id}", "--on", "exception rate>20/s", "--on", "gc-pause>1h", "--duration", "2s",
            "-o", folder);
        Assert.True(ended.ExitCode == 0, ended.Errors);
        Assert.DoesNotContain("trigger", ended.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_that_cannot_fire_is_refused_before_anything_is_recorded()
    {
        await using TargetProcess target = await TargetProcess.StartAsync("net10.0", "heartbeat --rate 100");
        Ended refused = await ContrailProcess.RunAsync("record", "--pid", $"{target.Id}", "--on", "region>2s");
        Assert.Equal(1, refused.ExitCode);
        Assert.StartsWith("Cannot watch for 'region>2s'", refused.Errors, StringComparison.Ordinal);
        Ended invalid = await ContrailProcess.RunAsync("record", "--pid", $"{target.Id}", "--on", "gc-puse>2s");
        Assert.Equal(2, invalid.ExitCode);
        Assert.Contains("did you mean 'gc-pause'", invalid.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_death_of_the_process_is_in_the_manifest_of_its_last_snapshot()
    {
        using TraceFile trace = new();
        string folder = Path.GetDirectoryName(trace.FullName)!;
        await using TargetProcess target = await TargetProcess.StartAsync("net10.0", "heartbeat --rate 100");
        await using ContrailProcess contrail = await ContrailProcess.RecordAsync(
            target.Id, "--on", "default", "-o", folder);
        target.Kill();
        ReportedSnapshot last = await contrail.FinishAsync();
        ManifestTrigger trigger = Assert.Single(last.Manifest.Triggers);
        Assert.Equal(("death", "crash"), (trigger.Rule, trigger.Subject));
        Assert.NotNull(trigger.AtUtc);
        Assert.Single(contrail.Snapshots);
    }

    [Fact]
    public async Task Rules_of_a_file_run_a_program_and_are_read_again_on_SIGHUP()
    {
        using TraceFile trace = new();
        string folder = Path.GetDirectoryName(trace.FullName)!;
        string rules = trace.FullName + ".rules.json";
        string done = trace.FullName + ".done";
        await File.WriteAllTextAsync(rules, Rules("gc-pause>1h", done), TestContext.Current.CancellationToken);
        await using TargetProcess target =
            await TargetProcess.StartAsync("net10.0", "throwers --throwers 20 --every 100");
        await using ContrailProcess contrail =
            await ContrailProcess.RecordAsync(target.Id, "--rules", rules, "-o", folder);

        await File.WriteAllTextAsync(rules, "{ \"schema\": 1 }", TestContext.Current.CancellationToken);
        contrail.Send(Signal.HangUp);
        await contrail.WaitForErrorLineAsync("rules not reloaded, the earlier ones stay in force: Invalid rules in");
        Assert.Empty(contrail.Snapshots);

        await File.WriteAllTextAsync(rules, Rules("exception rate>20/s", done), TestContext.Current.CancellationToken);
        contrail.Send(Signal.HangUp);
        ReportedSnapshot snapshot = await contrail.WaitForSnapshotAsync();
        Assert.Equal("trigger test", snapshot.Manifest.Reason);
        contrail.Interrupt();
        await contrail.FinishAsync();
        Assert.Equal(snapshot.Path, (await File.ReadAllTextAsync(done, TestContext.Current.CancellationToken)).Trim());
    }

    [Fact]
    public async Task A_command_is_watched_from_its_first_instruction()
    {
        using TraceFile trace = new();
        string folder = Path.GetDirectoryName(trace.FullName)!;
        string target = await TargetBuild.ExecutableAsync("net10.0");
        await using ContrailProcess contrail = ContrailProcess.RecordCommand(
            [
                "--on", "exception rate>20/s", "--on", "death:exit", "-o", folder + "/", "--providers",
                "Contrail-Target-Heartbeat", "--on", "event:Contrail-Target-Heartbeat/Beat payload.nmber>0",
            ],
            [target, "throwers+heartbeat", "--throwers", "20", "--every", "100", "--seconds", "3", "--rate", "10"]);
        ReportedSnapshot last = await contrail.FinishAsync();
        Assert.Equal(2, contrail.Snapshots.Count);
        Assert.Equal("trigger exception rate>20/s in 1s", contrail.Snapshots[0].Manifest.Reason);
        Assert.Equal("death:exit", Assert.Single(last.Manifest.Triggers).Rule);
        Assert.EndsWith(
            "Contrail-Target-Heartbeat/Beat has no field 'nmber'; did you mean 'number'?",
            Assert.Single(contrail.Errors, line => line.Contains("nmber", StringComparison.Ordinal)),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_command_SIGHUP_reads_the_rules_again_and_is_not_passed_on()
    {
        using TraceFile trace = new();
        string folder = Path.GetDirectoryName(trace.FullName)!;
        string rules = trace.FullName + ".rules.json";
        string done = trace.FullName + ".done";
        await File.WriteAllTextAsync(rules, Rules("gc-pause>1h", done), TestContext.Current.CancellationToken);
        string target = await TargetBuild.ExecutableAsync("net10.0");
        await using ContrailProcess contrail = ContrailProcess.RecordCommand(
            ["--rules", rules, "-o", folder + "/"],
            [target, "throwers", "--throwers", "20", "--every", "100", "--seconds", "6"]);
        await contrail.WaitForErrorLineAsync("contrail: recording ");
        await File.WriteAllTextAsync(rules, Rules("exception rate>20/s", done), TestContext.Current.CancellationToken);
        contrail.Send(Signal.HangUp);
        await contrail.WaitForErrorLineAsync($"contrail: 1 rule of {rules} in force");

        // The command, which does not handle the signal, runs to its end.
        await contrail.FinishAsync();
        Assert.Equal("trigger test", contrail.Snapshots[0].Manifest.Reason);
        Assert.Equal(
            contrail.Snapshots[0].Path,
            (await File.ReadAllTextAsync(done, TestContext.Current.CancellationToken)).Trim());
    }

    private static string Rules(string on, string done) => $$"""
        {
          "schema": "contrail.triggers/1",
          "rules": [
            {
              "name": "test",
              "on": "{{on}}",
              "actions": [ { "run": ["/bin/sh", "-c", "echo $CONTRAIL_FILE > {{done}}"] } ]
            }
          ]
        }
        """;
}
