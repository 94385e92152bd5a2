using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios;

/// <summary><c>contrail record</c> takes snapshots on request, and writes them to the requested path.</summary>
public sealed class ForegroundTests
{
    private const string Heartbeats = "Contrail-Target-Heartbeat:0xffffffffffffffff:5";

    [Fact]
    public async Task Each_signal_takes_a_snapshot_and_earlier_ones_get_their_time_in_the_name()
    {
        using TraceFile trace = new();
        await using TargetProcess target = await TargetProcess.StartAsync("net10.0", "heartbeat --rate 100");
        await using ContrailProcess contrail =
            await ContrailProcess.RecordAsync(target.Id, "--providers", Heartbeats, "-o", trace.FullName);
        for (int signal = 0; signal < 2; signal++)
        {
            await Task.Delay(TimeSpan.FromSeconds(0.5), TestContext.Current.CancellationToken);
            contrail.Send(Signal.User1);
            await contrail.WaitForSnapshotAsync(signal);
        }

        contrail.Interrupt();
        await contrail.FinishAsync();
        Assert.Equal(
            ["SIGUSR1", "SIGUSR1", "Ctrl+C"], contrail.Snapshots.Select(snapshot => snapshot.Manifest.Reason));
        string[] names = [.. contrail.Snapshots.SkipLast(1).Select(snapshot =>
            $"trace.{snapshot.Manifest.LastUtc!.Value:yyyyMMdd'T'HHmmss.fff'Z'}.nettrace")];
        Assert.Equal([.. names.Order(), "trace.nettrace"], Names(trace).Order());
        long[] lastBeats = [.. names.Append("trace.nettrace").Select(name => LastBeat(trace, name))];
        Assert.Equal(lastBeats.Order(), lastBeats);
        Assert.Equal(lastBeats.Distinct(), lastBeats);
    }

    [Fact]
    public async Task A_folder_receives_all_snapshots_by_process_and_time()
    {
        using TraceFile trace = new();
        await using TargetProcess target = await TargetProcess.StartAsync("net10.0", "heartbeat --rate 100");
        string folder = Path.GetDirectoryName(trace.FullName)!;
        await using ContrailProcess contrail =
            await ContrailProcess.RecordAsync(target.Id, "--providers", Heartbeats, "-o", folder);
        contrail.Send(Signal.User1);
        await contrail.WaitForSnapshotAsync();
        contrail.Terminate();
        await contrail.FinishAsync();
        Assert.Equal(["SIGUSR1", "SIGTERM"], contrail.Snapshots.Select(snapshot => snapshot.Manifest.Reason));
        Assert.Equal(
            contrail.Snapshots.Select(snapshot => Path.GetFileName(snapshot.Path)).Order(), Names(trace).Order());
        Assert.All(Names(trace), name => Assert.StartsWith($"Contrail.Target-{target.Id}-2", name));
    }

    [Fact]
    public async Task A_file_that_exists_is_only_overwritten_by_force()
    {
        using TraceFile trace = new();
        await File.WriteAllTextAsync(trace.FullName, "precious", TestContext.Current.CancellationToken);
        await using TargetProcess target = await TargetProcess.StartAsync("net10.0", "heartbeat --rate 100");
        string[] record = ["record", "--pid", $"{target.Id}", "--duration", "1s", "-o", trace.FullName];
        Ended refused = await ContrailProcess.RunAsync(record);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("--force", Assert.Single(refused.Errors.Split('\n')));
        Assert.Equal("precious", await File.ReadAllTextAsync(trace.FullName, TestContext.Current.CancellationToken));

        Ended forced = await ContrailProcess.RunAsync([.. record, "--force"]);
        Assert.True(forced.ExitCode == 0, forced.Errors);
        Assert.Equal(["trace.nettrace"], Names(trace));
        Assert.Equal(0, TraceEventReading.Read(trace.FullName).EventsLost);
    }

    [Fact]
    public async Task A_report_follows_the_last_snapshot()
    {
        using TraceFile trace = new();
        await using TargetProcess target = await TargetProcess.StartAsync("net10.0", "heartbeat --rate 100");
        Ended ended = await ContrailProcess.RunAsync(
            "record", "--pid", $"{target.Id}", "--duration", "1s", "--report", "process", "-o", trace.FullName);
        Assert.True(ended.ExitCode == 0, ended.Errors);
        string[] lines = ended.Output.Split('\n');
        Assert.StartsWith(trace.FullName, lines[0], StringComparison.Ordinal);
        Assert.Contains(lines[1..], line => line.Contains($"pid {target.Id}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_report_about_a_command_is_on_standard_error_and_keeps_the_exit_code()
    {
        using TraceFile trace = new();
        string target = await TargetBuild.ExecutableAsync("net10.0");
        Ended ended = await ContrailProcess.RunAsync(
            "record", "--report", "summary", "-o", trace.FullName, "--",
            target, "exit", "--after", "0.2", "--how", "environment", "--code", "3");
        Assert.Equal(3, ended.ExitCode);
        Assert.Contains("\nEvents  ", ended.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Events  ", ended.Output, StringComparison.Ordinal);
    }

    private static string[] Names(TraceFile trace) =>
        [.. Directory.GetFiles(Path.GetDirectoryName(trace.FullName)!).Select(file => Path.GetFileName(file))];

    private static long LastBeat(TraceFile trace, string name) =>
        TraceEventReading.Read(Path.Combine(Path.GetDirectoryName(trace.FullName)!, name)).Heartbeats[^1].Number;
}
