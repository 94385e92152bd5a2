using System.Text.Json;
using Contrail.Agent.Keeping;
using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios;

/// <summary><c>contrail record --keep</c> lists the snapshots of a folder and deletes old ones.</summary>
public sealed class KeepingTests : IDisposable
{
    private const string IndexName = "contrail-index.jsonl";

    private readonly string _folder = Directory.CreateTempSubdirectory("contrail-keeping-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_newest_snapshots_remain_and_the_index_lists_them()
    {
        string foreign = Path.Combine(_folder, "foreign.nettrace");
        await File.WriteAllTextAsync(foreign, "of another tool", TestContext.Current.CancellationToken);
        await using TargetProcess target = await TargetProcess.StartAsync("net10.0", "heartbeat --rate 100");
        await using ContrailProcess contrail =
            await ContrailProcess.RecordAsync(target.Id, "--keep", "2", "-o", _folder);
        for (int count = 0; count < 3; count++)
        {
            contrail.Send(Signal.User1);
            await contrail.WaitForSnapshotAsync(count);
        }

        await contrail.WaitForErrorLineAsync("deleted 1 old snapshot ");
        contrail.Interrupt();
        await contrail.FinishAsync();
        string[] kept = [.. contrail.Snapshots.TakeLast(2).Select(snapshot => snapshot.Path)];
        Assert.Equal(kept.Append(foreign).Order(), Directory.GetFiles(_folder, "*.nettrace").Order());
        JsonElement[] lines = [.. File.ReadAllLines(Path.Combine(_folder, IndexName)).Select(Parse)];
        Assert.Equal(kept.Select(Path.GetFileName), lines.Select(line => line.GetProperty("file").GetString()));
        Assert.Equal(["SIGUSR1", "Ctrl+C"], lines.Select(line => line.GetProperty("name").GetString()));
        Assert.All(lines, line => Assert.Equal(target.Id, line.GetProperty("pid").GetInt32()));
    }

    [Fact]
    public async Task A_trigger_lists_its_snapshots_by_its_rule_and_deletes_nothing()
    {
        await using TargetProcess target =
            await TargetProcess.StartAsync("net10.0", "throwers --throwers 20 --every 100");
        await using ContrailProcess contrail = await ContrailProcess.RecordAsync(
            target.Id, "--on", "exception rate>20/s", "-o", _folder);
        await contrail.WaitForSnapshotAsync();
        contrail.Interrupt();
        await contrail.FinishAsync();
        JsonElement[] lines = [.. File.ReadAllLines(Path.Combine(_folder, IndexName)).Select(Parse)];
        Assert.Equal(["trigger", "user"], lines.Select(line => line.GetProperty("reason").GetString()));
        Assert.Equal("exception rate>20/s in 1s", lines[0].GetProperty("name").GetString());
        Assert.Equal(2, Directory.GetFiles(_folder, "*.nettrace").Length);
    }

    [Fact]
    public async Task A_small_disk_holds_the_newest_snapshots_and_loses_none_to_its_index()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can mount a small disk.");
        await using SmallDisk disk = await SmallDisk.MountAsync(kibibytes: 4_096);
        await using TargetProcess target = await TargetProcess.StartAsync("net10.0", "heartbeat --rate 100");
        await using ContrailProcess contrail =
            await ContrailProcess.RecordAsync(target.Id, "--min-free", "50%", "-o", disk.Folder);
        contrail.Send(Signal.User1);
        ReportedSnapshot first = await contrail.WaitForSnapshotAsync();
        contrail.Send(Signal.User1);
        ReportedSnapshot second = await contrail.WaitForSnapshotAsync(1);
        string filler = Path.Combine(disk.Folder, "filler");
        await Command.RunAsync(
            "dd", ["if=/dev/zero", $"of={filler}", "bs=1024", "count=3000"], TimeSpan.FromSeconds(10));
        contrail.Send(Signal.User1);
        await contrail.WaitForSnapshotAsync(2);
        await contrail.WaitForErrorLineAsync($"{disk.Folder} exceeds --min-free: ");
        Assert.False(File.Exists(first.Path));

        // Its room would otherwise become free after the disk is full.
        Assert.True(SpinWait.SpinUntil(() => !File.Exists(second.Path), TimeSpan.FromSeconds(30)));
        await Command.RunAsync("dd", ["if=/dev/zero", $"of={filler}", "bs=1024"], TimeSpan.FromSeconds(10));
        contrail.Send(Signal.User1);
        await contrail.WaitForErrorLineAsync("no snapshot: ");
        File.Delete(filler);
        contrail.Terminate();
        Assert.Equal(1, await contrail.WaitForExitAsync());
        Assert.Equal(4, contrail.Snapshots.Count);
        Assert.True(File.Exists(contrail.Snapshots[^1].Path));
        Assert.Single(contrail.Errors, line => line.Contains("exceeds --min-free", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_line_that_a_full_disk_refuses_is_written_with_the_next_snapshot()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can mount a small disk.");
        await using SmallDisk disk = await SmallDisk.MountAsync(kibibytes: 64);
        string[] traces = [.. Enumerable.Range(0, 2).Select(index => Path.Combine(disk.Folder, $"{index}.nettrace"))];
        Array.ForEach(traces, trace => File.WriteAllText(trace, "Nettrace"));
        string filler = Path.Combine(disk.Folder, "filler");
        await Command.RunAsync("dd", ["if=/dev/zero", $"of={filler}", "bs=1024"], TimeSpan.FromSeconds(10));
        SnapshotKeeper keeper = new(disk.Folder, new KeepingLimits { MaxCount = 9 });
        KeepingOutcome outcome = keeper.Keep(traces[0], Manifest(), SnapshotCause.User, "first");
        Assert.Equal(KeepingProblem.IndexFailed, outcome.Problems);
        Assert.True(File.Exists(traces[0]));
        File.Delete(filler);
        Assert.Equal(new KeepingOutcome(), keeper.Keep(traces[1], Manifest(), SnapshotCause.User, "second"));
        JsonElement[] lines = [.. File.ReadAllLines(Path.Combine(disk.Folder, IndexName)).Select(Parse)];
        Assert.Equal(["first", "second"], lines.Select(line => line.GetProperty("name").GetString()));
    }

    private static SnapshotManifest Manifest() => new()
    {
        Reason = "test",
        RequestedUtc = DateTime.UnixEpoch,
        WindowSeconds = 1,
        PeriodSeconds = 1,
        RequestCoverage = RequestCoverage.Flushed,
        Source = SourceState.Open,
        EventsLost = 0,
        Losses = [],
        Generations = 1,
        Frames = 1,
        MaxBytes = 1,
        HeldBytes = 1,
        Process = ProcessFacts.Unknown,
        Host = new HostFacts("", 1),
        Sessions = [],
        Symbols = new SymbolFacts(RundownOutcome.Done, 0, 0, 0),
        Recorder = "test",
    };

    private static JsonElement Parse(string line) => JsonDocument.Parse(line).RootElement.Clone();
}
