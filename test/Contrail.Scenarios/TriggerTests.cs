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
        contrail.Interrupt();
        await contrail.FinishAsync();
        Assert.Equal(2, contrail.Snapshots.Count);
        Assert.StartsWith("trigger exception rate>20/s", contrail.Snapshots[0].Manifest.Reason);
        Assert.Equal("Ctrl+C", contrail.Snapshots[1].Manifest.Reason);
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
        Ended refused = await ContrailProcess.RunAsync("record", "--pid", $"{target.Id}", "--on", "request>2s");
        Assert.Equal(1, refused.ExitCode);
        Assert.StartsWith("Cannot watch for 'request>2s'", refused.Errors, StringComparison.Ordinal);
        Ended invalid = await ContrailProcess.RunAsync("record", "--pid", $"{target.Id}", "--on", "gc-puse>2s");
        Assert.Equal(2, invalid.ExitCode);
        Assert.Contains("did you mean 'gc-pause'", invalid.Errors, StringComparison.Ordinal);
    }
}
