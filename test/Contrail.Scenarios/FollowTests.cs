using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios;

/// <summary><c>contrail record --name</c> waits for a process, and follows its name across restarts.</summary>
public sealed class FollowTests
{
    // Other tests run the same program at the same time.
    private readonly string _name = $"followed-{Guid.NewGuid():N}";

    [Fact]
    public async Task Each_process_of_the_name_gets_its_snapshot_also_after_a_failed_attempt()
    {
        using TraceFile trace = new();
        string folder = Path.GetDirectoryName(trace.FullName)!;
        await using TargetProcess first = await StartNamedAsync();
        first.Suspend();
        await using ContrailProcess contrail = Record("--follow", "-o", folder);
        await contrail.WaitForErrorLineAsync("still waiting: ");
        first.Continue();
        await contrail.WaitForErrorLineAsync($"recording {_name} (pid {first.Id}");
        first.Kill();
        ReportedSnapshot ofFirst = await contrail.WaitForSnapshotAsync();
        await contrail.WaitForErrorLineAsync("waiting for the next process named ");
        await using TargetProcess second = await StartNamedAsync();
        await contrail.WaitForErrorLineAsync($"recording {_name} (pid {second.Id}");
        contrail.Terminate();
        ReportedSnapshot ofSecond = await contrail.FinishAsync();
        Assert.Equal("SIGTERM", ofSecond.Manifest.Reason);
        Assert.Equal([first.Id, second.Id], contrail.Snapshots.Select(snapshot => snapshot.Manifest.Process.Id));
        Assert.Equal(new[] { ofFirst.Path, ofSecond.Path }.Order(), Directory.GetFiles(folder).Order());
    }

    [Fact]
    public async Task A_rule_on_death_shares_the_last_snapshot_and_cools_down_across_a_restart()
    {
        using TraceFile trace = new();
        await using ContrailProcess contrail = Record(
            "--follow", "--on", "death", "--cooldown", "1h", "-o", Path.GetDirectoryName(trace.FullName)!);
        for (int process = 0; process < 2; process++)
        {
            await using TargetProcess target = await StartNamedAsync();
            await contrail.WaitForErrorLineAsync($"recording {_name} (pid {target.Id}");
            target.Kill();
            await contrail.WaitForSnapshotAsync(process);
        }

        contrail.Interrupt();
        await contrail.FinishAsync();
        Assert.Equal([1, 0], contrail.Snapshots.Select(one => one.Manifest.Triggers.Count));
    }

    [Fact]
    public async Task With_a_file_earlier_processes_get_their_time_into_the_name_and_a_stop_ends_the_wait()
    {
        using TraceFile trace = new();
        await using ContrailProcess contrail = Record("--follow", "-o", trace.FullName);
        for (int process = 0; process < 2; process++)
        {
            await using TargetProcess target = await StartNamedAsync();
            await contrail.WaitForErrorLineAsync($"recording {_name} (pid {target.Id}");
            target.CloseInput();
            await contrail.WaitForSnapshotAsync(process);
        }

        await contrail.WaitForErrorLineAsync("waiting for the next process named ");
        contrail.Interrupt();
        await contrail.FinishAsync();
        string[] names = [.. Directory.GetFiles(Path.GetDirectoryName(trace.FullName)!)];
        string timed = $"trace.{contrail.Snapshots[0].Manifest.LastUtc!.Value:yyyyMMdd'T'HHmmss.fff'Z'}.nettrace";
        Assert.Equal(new[] { timed, "trace.nettrace" }.Order(), names.Select(name => Path.GetFileName(name)).Order());
    }

    [Fact]
    public async Task A_wait_ends_with_the_process_that_appeared()
    {
        using TraceFile trace = new();
        await using ContrailProcess contrail = Record("--wait", "-o", trace.FullName);
        await contrail.WaitForErrorLineAsync("waiting for a process named ");
        await using TargetProcess target = await StartNamedAsync();
        await contrail.WaitForErrorLineAsync($"recording {_name} (pid {target.Id}");
        target.CloseInput();
        Assert.Equal(target.Id, (await contrail.FinishAsync()).Manifest.Process.Id);
    }

    [Theory]
    [InlineData(Signal.Interrupt)]
    [InlineData(Signal.Terminate)]
    public async Task A_signal_ends_the_wait_for_the_first_process_without_success(Signal signal)
    {
        using TraceFile trace = new();
        await using ContrailProcess contrail = Record("--wait", "-o", trace.FullName);
        await contrail.WaitForErrorLineAsync("waiting for a process named ");
        contrail.Send(signal);
        Assert.Equal(1, await contrail.WaitForExitAsync(TimeSpan.FromSeconds(5)));
        Assert.StartsWith("Nothing was recorded: ", contrail.Errors[^1], StringComparison.Ordinal);
        Assert.False(File.Exists(trace.FullName));
    }

    private ContrailProcess Record(params string[] options) =>
        ContrailProcess.Start(["record", "--name", _name, "--json", .. options]);

    private async Task<TargetProcess> StartNamedAsync()
    {
        string executable = await TargetBuild.ExecutableAsync("net10.0");
        TargetProcess target = TargetProcess.Start(
            "bash", ["-c", $"exec -a {_name} {executable} heartbeat --rate 100 --stdin"]);
        await target.WaitForLineAsync("ready");
        return target;
    }
}
