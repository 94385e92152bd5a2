using System.Globalization;
using System.Runtime.Versioning;
using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios.Launch;

/// <summary>Commands that start several processes: which are recorded, and that none of them is left waiting.</summary>
[SupportedOSPlatform("linux")]
public sealed class ChildrenTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly DirectoryInfo _sockets = Directory.CreateTempSubdirectory("sockets-");
    private readonly DirectoryInfo _traces = Directory.CreateTempSubdirectory("traces-");

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    public async Task The_first_is_recorded_or_each_and_all_run(bool children, int fileCount)
    {
        string target = await TargetBuild.ExecutableAsync("net10.0");
        string app = $"{target} exit --after 0.2";
        await using ContrailProcess contrail = Record(children, "sh", "-c", $"{app}; {app}; exit 7");
        await contrail.WaitForLineAsync("ready");
        string folder = Assert.Single(Directory.GetDirectories(_sockets.FullName));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(folder));
        string socket = Assert.Single(Directory.GetFiles(folder));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(socket));

        Assert.Equal(7, await contrail.WaitForExitAsync());
        Assert.Equal(["ready", "ready"], contrail.Output);
        Assert.Equal(fileCount, contrail.Snapshots.Count);
        Assert.All(contrail.Snapshots, reported => Assert.StartsWith(
            $"Contrail.Target-{reported.Manifest.Process.Id}-",
            Path.GetFileName(reported.Path),
            StringComparison.Ordinal));
        Assert.Equal(fileCount, _traces.GetFiles("*.nettrace").Length);
        Assert.Empty(_sockets.GetFileSystemInfos());
    }

    [Fact]
    public async Task Dotnet_run_records_the_program_and_not_the_sdk()
    {
        await using ContrailProcess contrail = Record(
            children: false,
            [
                Repository.Dotnet, "run", "--no-build", "--project", "test/Contrail.Target", "-f", "net10.0",
                "-c", Repository.Configuration, "--", "exit", "--how", "environment", "--code", "3", "--after", "0.2",
            ]);
        Assert.Equal(3, await contrail.WaitForExitAsync(TimeSpan.FromMinutes(1)));
        Assert.Equal("Contrail.Target", Assert.Single(contrail.Snapshots).Manifest.Process.Name);
    }

    [Fact]
    public async Task Where_only_the_sdk_ran_it_reports_that_and_records_it_on_request()
    {
        string[] command = [Repository.Dotnet, "msbuild", "-version"];
        await using ContrailProcess passed = Record(children: false, command);
        Assert.Equal(0, await passed.WaitForExitAsync());
        Assert.Contains("Record them with --children", Assert.Single(passed.Errors));
        await using ContrailProcess recorded = Record(children: true, command);
        Assert.Equal(0, await recorded.WaitForExitAsync());
        Assert.Equal("dotnet", Assert.Single(recorded.Snapshots).Manifest.Process.Name);
    }

    /// <summary>Whether it is started by the recorded one, as by a launcher, or after it.</summary>
    [Theory]
    [InlineData("{0} launcher --start idle --child-seconds 2")]
    [InlineData("{0} exit --after 0.2; {0} exit --after 0.2")]
    public async Task Another_dotnet_process_that_is_not_recorded_is_reported_once(string script)
    {
        string target = await TargetBuild.ExecutableAsync("net10.0");
        string[] command = ["sh", "-c", string.Format(CultureInfo.InvariantCulture, script, target)];
        await using ContrailProcess first = Record(children: false, command);
        Assert.Equal(0, await first.WaitForExitAsync());
        string line = Assert.Single(first.Errors, error => error.Contains("--children", StringComparison.Ordinal));
        Assert.Matches(@"^contrail: the command also runs another \.NET process \(pid \d+\), which is not", line);
        Assert.Single(first.Snapshots);

        await using ContrailProcess all = Record(children: true, command);
        Assert.Equal(0, await all.WaitForExitAsync());
        Assert.DoesNotContain(all.Errors, error => error.Contains("--children", StringComparison.Ordinal));
        Assert.Equal(2, all.Snapshots.Count);
    }

    [Fact]
    public async Task A_process_that_outlives_the_command_continues()
    {
        string target = await TargetBuild.ExecutableAsync("net10.0");
        string log = Path.Combine(_traces.FullName, "log");
        // The shell ends before the runtime has connected to its port.
        await using ContrailProcess contrail = Record(
            children: false, "sh", "-c", $"{target} idle --seconds 2 >{log} 2>&1 </dev/null & echo $!");
        Assert.Equal(0, await contrail.WaitForExitAsync());
        ReportedSnapshot reported = Assert.Single(contrail.Snapshots);
        Assert.Equal("the command ended", reported.Manifest.Reason);
        Assert.Equal(Assert.Single(contrail.Output), $"{reported.Manifest.Process.Id}");
        await AwaitEndAsync(reported.Manifest.Process.Id);
        Assert.Equal("ready\n", await File.ReadAllTextAsync(log, TestContext.Current.CancellationToken));
    }

    public void Dispose()
    {
        _sockets.Delete(recursive: true);
        _traces.Delete(recursive: true);
    }

    // It is not a child of this process, so there is no event to wait for; a zombie that is not reaped has ended too.
    private static async Task AwaitEndAsync(int pid)
    {
        using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(20));
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(50));
        while (File.Exists($"/proc/{pid}/stat")
            && !(await File.ReadAllTextAsync($"/proc/{pid}/stat", deadline.Token)).Contains(") Z "))
        {
            await timer.WaitForNextTickAsync(deadline.Token);
        }
    }

    private ContrailProcess Record(bool children, params string[] command) => ContrailProcess.RecordCommand(
        [.. children ? ["--children"] : Array.Empty<string>(), "-o", _traces.FullName],
        command,
        new Dictionary<string, string?> { ["XDG_RUNTIME_DIR"] = _sockets.FullName });
}
