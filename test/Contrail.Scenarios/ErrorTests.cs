using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios;

/// <summary>An error is reported in one line that includes what to do next, and leaves no resources.</summary>
public sealed class ErrorTests
{
    private const string NeedsRoot = "Only root can act as another user, or mount a small disk.";

    [Fact]
    public async Task No_such_process()
    {
        // The kernel's limit of pids is 4,194,304.
        await AssertRefusedAsync(4_999_999, "There is no process 4999999", "list the running ones");
    }

    [Fact]
    public async Task No_such_name()
    {
        Ended ended = await ContrailProcess.RunAsync("record", "--name", "No.Such.Program");
        AssertOneLine(ended, "No .NET process is named No.Such.Program", "'contrail ps'");
    }

    [Fact]
    public async Task Not_a_dotnet_process()
    {
        await using TargetProcess sleep = TargetProcess.Start("sleep", ["60"]);
        await AssertRefusedAsync(sleep.Id, "no .NET runtime", "record the .NET process that it started");
    }

    [Theory]
    [InlineData("net10.0")]
    [InlineData("net11.0")]
    public async Task Diagnostics_turned_off(string framework)
    {
        Dictionary<string, string?> off = new() { ["DOTNET_EnableDiagnostics"] = "0" };
        await using TargetProcess target = await TargetProcess.StartAsync(framework, "idle", off);
        // A process younger than two seconds could still be about to listen.
        await Task.Delay(TimeSpan.FromSeconds(2.5), TestContext.Current.CancellationToken);
        await AssertRefusedAsync(target.Id, "diagnostics turned off", "without DOTNET_EnableDiagnostics=0");
    }

    [Fact]
    public async Task Another_users_process()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, NeedsRoot);
        using TraceFile trace = new();
        string open = await OpenFolderAsync(trace);
        await using TargetProcess target = await TargetProcess.StartAsync("net10.0", "idle");
        Ended ended = await ContrailProcess.RunUnprivilegedAsync("record", "--pid", $"{target.Id}", "-o", open);
        AssertOneLine(ended, "belongs to another user", "run as its user or as root");
        Assert.Empty(Directory.GetFileSystemEntries(open));
    }

    [Fact]
    public async Task No_permission_for_the_output()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, NeedsRoot);
        using TraceFile trace = new();
        await using TargetProcess target = await TargetProcess.StartAsync("net10.0", "idle");
        Ended ended = await ContrailProcess.RunUnprivilegedAsync(
            "record", "--pid", $"{target.Id}", "-o", trace.FullName);
        AssertOneLine(ended, "Cannot write to", "Choose another folder with -o");
        AssertNothingLeft(trace);
    }

    [Fact]
    public async Task A_folder_that_is_not_there()
    {
        using TraceFile trace = new();
        await using TargetProcess target = await TargetProcess.StartAsync("net10.0", "idle");
        string inside = Path.Combine(Path.GetDirectoryName(trace.FullName)!, "missing", "trace.nettrace");
        Ended ended = await ContrailProcess.RunAsync("record", "--pid", $"{target.Id}", "-o", inside);
        AssertOneLine(ended, "does not exist", "Create it first");
        AssertNothingLeft(trace);
    }

    [Fact]
    public async Task A_full_disk()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, NeedsRoot);
        await using SmallDisk disk = await SmallDisk.MountAsync(kibibytes: 512);
        await using TargetProcess target = await TargetProcess.StartAsync(
            "net10.0", "flood --rate 2000 --bytes 2000");
        string file = Path.Combine(disk.Folder, "trace.nettrace");
        await using ContrailProcess contrail = await ContrailProcess.RecordAsync(
            target.Id, "--duration", "2s", "--providers", "Contrail-Target-Flood:0xffffffffffffffff:5", "-o", file);
        Assert.Equal(1, await contrail.WaitForExitAsync());
        string line = Assert.Single(
            contrail.Errors, error => !error.StartsWith("recording ", StringComparison.Ordinal));
        Assert.Contains("no space is left on the disk", line);
        Assert.Contains("choose another disk with -o", line);
        Assert.Empty(contrail.Output);
        Assert.Empty(Directory.GetFileSystemEntries(disk.Folder));
        Assert.False(target.HasExited);
    }

    [Fact]
    public async Task A_disk_that_was_full_for_a_moment_costs_one_snapshot()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, NeedsRoot);
        await using SmallDisk disk = await SmallDisk.MountAsync(kibibytes: 4_096);
        await using TargetProcess target = await TargetProcess.StartAsync("net10.0", "heartbeat --rate 100");
        string file = Path.Combine(disk.Folder, "trace.nettrace");
        await using ContrailProcess contrail = await ContrailProcess.RecordAsync(
            target.Id, "--providers", "Contrail-Target-Heartbeat:0xffffffffffffffff:5", "-o", file);
        contrail.Send(Signal.User1);
        await contrail.WaitForSnapshotAsync();
        string filler = Path.Combine(disk.Folder, "filler");
        await Command.RunAsync("dd", ["if=/dev/zero", $"of={filler}", "bs=4096"], TimeSpan.FromSeconds(10));
        contrail.Send(Signal.User1);
        await contrail.WaitForErrorLineAsync("no snapshot: ");
        File.Delete(filler);
        contrail.Send(Signal.User1);
        await contrail.WaitForSnapshotAsync(1);
        contrail.Terminate();

        // A snapshot is missing, so it has failed in part.
        Assert.Equal(1, await contrail.WaitForExitAsync());
        Assert.Equal(3, contrail.Snapshots.Count);
        Assert.Equal(3, Directory.GetFiles(disk.Folder).Length);
    }

    // The message of each fault is in UsageTests.
    [Theory]
    [InlineData("record")]
    [InlineData("record", "--pid", "1", "--proflie", "cpu")]
    [InlineData("unknown")]
    public async Task A_wrong_call(params string[] arguments)
    {
        Ended ended = await ContrailProcess.RunAsync(arguments);
        Assert.Equal(2, ended.ExitCode);
        Assert.Equal("", ended.Output);
        string[] lines = ended.Errors.Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.NotEmpty(lines[0]);
        Assert.Matches("^Try: contrail .*--help$", lines[1]);
    }

    private static async Task AssertRefusedAsync(int processId, string why, string advice)
    {
        using TraceFile trace = new();
        AssertOneLine(
            await ContrailProcess.RunAsync("record", "--pid", $"{processId}", "-o", trace.FullName), why, advice);
        AssertNothingLeft(trace);
    }

    private static void AssertOneLine(Ended ended, string why, string advice)
    {
        Assert.Equal(1, ended.ExitCode);
        Assert.Equal("", ended.Output);
        string line = Assert.Single(ended.Errors.Split('\n'));
        Assert.Contains(why, line);
        Assert.Contains(advice, line);
    }

    private static void AssertNothingLeft(TraceFile trace) =>
        Assert.Empty(Directory.GetFileSystemEntries(Path.GetDirectoryName(trace.FullName)!));

    private static async Task<string> OpenFolderAsync(TraceFile trace)
    {
        string folder = Path.GetDirectoryName(trace.FullName)!;
        Assert.Equal(0, (await Command.RunAsync("chmod", ["777", folder], TimeSpan.FromSeconds(10))).ExitCode);
        return folder;
    }
}
