using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios;

/// <summary>Processes in other pid or time namespaces.</summary>
public sealed class NamespaceTests
{
    private const string NeedsRoot = "Only root can make namespaces.";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task The_clock_of_a_time_namespace_gives_the_right_window_and_times()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, NeedsRoot);
        await using TargetProcess started = await Namespaces.StartAsync(
            "net10.0", "heartbeat --rate 100", "-m -T --monotonic 86400 --boottime 3600 -f", "true");
        int pid = await Namespaces.InnerPidAsync(started.Id);
        using OwnRecording recording = new(pid, new EventPipeOptions());
        DateTime begin = DateTime.UtcNow;
        recording.Start();
        SnapshotManifest manifest = (await recording.SnapshotAsync()).Manifest;
        DateTime end = DateTime.UtcNow;
        Assert.Null(manifest.ClockStepped);
        Assert.InRange(manifest.FirstUtc!.Value, begin.AddSeconds(-1), end);
        Assert.InRange(manifest.LastUtc!.Value, manifest.FirstUtc!.Value, end.AddSeconds(1));
        Assert.InRange(manifest.WindowSeconds, 0.0, (end - begin).TotalSeconds + 1);
    }

    // The recorder has a pid namespace of its own; the process that connects to its port is outside of it.
    [Fact]
    public async Task An_invisible_process_is_not_confused_with_the_local_process_of_its_number()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, NeedsRoot);
        using TraceFile trace = new();
        await using TargetProcess contrail = TargetProcess.Start(
            "unshare",
            [
                "-p", "-f", "--mount-proc", "--kill-child", Repository.Dotnet, ContrailProcess.Assembly,
                "record", "--json", "-o", trace.FullName, "--",
                "sh", "-c", "echo \"port $DOTNET_DiagnosticPorts\"; cat > /dev/null",
            ]);
        string port = (await contrail.WaitForLineAsync("port "))["port ".Length..];
        await using TargetProcess target = await TargetProcess.StartAsync(
            "net10.0", "heartbeat --seconds 1",
            new Dictionary<string, string?> { ["DOTNET_DiagnosticPorts"] = port });
        Assert.Equal(0, await target.WaitForExitAsync(Patience));
        contrail.CloseInput();
        Assert.Equal(0, await contrail.WaitForExitAsync(Patience));
        ReportedSnapshot reported = ReportedSnapshot.Parse(
            Assert.Single(contrail.Errors, line => line.StartsWith("{\"path\":", StringComparison.Ordinal)));
        ProcessFacts process = reported.Manifest.Process;
        Assert.Equal((0, "Contrail.Target"), (process.Id, process.Name));

        // At its first instruction a runtime reports no more than its program.
        Assert.EndsWith("/Contrail.Target", process.CommandLine);
        Assert.True(reported.Manifest.Events > 0, "Nothing was recorded.");
    }
}
