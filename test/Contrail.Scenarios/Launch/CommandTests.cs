using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios.Launch;

/// <summary><c>contrail record -- command</c>: the command does not notice, and is recorded from its start.</summary>
public sealed class CommandTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("net10.0")]
    [InlineData("net11.0")]
    public async Task It_is_recorded_from_its_first_instruction_with_all_names(string framework)
    {
        using TraceFile trace = new();
        string target = await TargetBuild.ExecutableAsync(framework);
        await using ContrailProcess contrail = ContrailProcess.RecordCommand(
            ["-o", trace.FullName], [target, "work", "--seconds", "3"]);
        ReportedSnapshot reported = await contrail.FinishAsync();
        Assert.Equal(["ready"], contrail.Output);
        Assert.Equal([RundownOutcome.NotNeeded], [reported.Manifest.Symbols.Rundown]);
        Assert.Equal("the process ended in good order", reported.Manifest.Reason);

        TraceLogReading reading = TraceLogReading.Read(trace.FullName);
        Measured.Report(output, $"{framework} launched: {reading.NamedShare:P3} of {reading.Frames} frames named");
        Assert.True(reading.Frames > 1000, $"{reading.Frames} frames");
        Assert.True(reading.NamedShare >= 0.999, $"{reading.NamedShare:P3}");

        // Main starts the threads that do the work, before it reports that it is ready, and never again.
        Assert.Contains(reading.FramesByMethod.Keys, name => name.Contains("Contrail.Target.Program.Main"));
        Assert.Equal(0, reading.EventsLost);
    }

    [Fact]
    public async Task A_program_that_ends_within_its_first_second_has_its_names()
    {
        using TraceFile trace = new();
        string target = await TargetBuild.ExecutableAsync("net10.0");
        await using ContrailProcess contrail = ContrailProcess.RecordCommand(
            ["-o", trace.FullName], ["sh", "-c", $"echo | {target} work --rate 200 --seconds 0.3"]);
        await contrail.FinishAsync();
        TraceLogReading reading = TraceLogReading.Read(trace.FullName);
        Assert.True(reading.Frames > 100, $"{reading.Frames} frames");
        Assert.True(reading.NamedShare >= 0.999, $"{reading.NamedShare:P3}");
    }

    [Theory]
    [InlineData("environment --code 0", 0, "good order")]
    [InlineData("environment --code 3", 3, "good order")]
    [InlineData("sigkill-self", 137, "killed")]
    [InlineData("sigterm-self", 143, "stopped by a signal")]
    public async Task Contrail_exits_with_its_exit_code(string how, int exitCode, string reason)
    {
        using TraceFile trace = new();
        string target = await TargetBuild.ExecutableAsync("net10.0");
        await using ContrailProcess contrail = ContrailProcess.RecordCommand(
            ["-o", trace.FullName], [target, "exit", "--after", "0.2", "--how", .. how.Split(' ')]);
        Assert.Equal(exitCode, await contrail.WaitForExitAsync());
        Assert.Contains(reason, Assert.Single(contrail.Snapshots).Manifest.Reason);
        Assert.True(File.Exists(trace.FullName));
    }

    [Fact]
    public async Task Settings_of_the_runtime_affect_the_command_and_not_the_recorder()
    {
        using TraceFile trace = new();
        using TraceFile own = new();
        string target = await TargetBuild.ExecutableAsync("net10.0");
        await using ContrailProcess contrail = ContrailProcess.RecordCommand(
            ["-o", trace.FullName],
            ["sh", "-c", $"echo $DOTNET_DiagnosticPorts; {target} exit --how environment --after 0.2"],
            new Dictionary<string, string?>
            {
                ["DOTNET_EnableEventPipe"] = "1",
                ["DOTNET_EventPipeOutputPath"] = own.FullName,
                ["DOTNET_DiagnosticPorts"] = "/no/such/port,nosuspend",
            });
        ReportedSnapshot reported = await contrail.FinishAsync();
        Assert.Matches("^/no/such/port,nosuspend;.*,suspend$", contrail.Output[0]);
        Assert.Equal(reported.Manifest.Process.Id, TraceLogReading.Read(own.FullName).TargetId);
        Ended verified = await ContrailProcess.RunAsync("verify", own.FullName);
        // Without a note: our own trace in the same file would leave bytes after the end of the command's.
        Assert.StartsWith("complete: ", Assert.Single(verified.Output.Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_input_is_passed_through()
    {
        using TraceFile trace = new();
        string target = await TargetBuild.ExecutableAsync("net10.0");
        await using ContrailProcess contrail = ContrailProcess.RecordCommand(
            ["-o", trace.FullName], [target, "idle", "--stdin", "--seconds", "60"]);
        await contrail.WaitForLineAsync("ready");
        await contrail.WriteLineAsync("stop");
        await contrail.FinishAsync();
    }

    [Fact]
    public async Task Ctrl_C_ends_the_command_and_not_the_recorder()
    {
        using TraceFile trace = new();
        string target = await TargetBuild.ExecutableAsync("net10.0");
        await using ContrailProcess contrail = ContrailProcess.RecordCommand(
            ["-o", trace.FullName], [target, "idle", "--seconds", "60"]);
        await contrail.WaitForLineAsync("ready");
        contrail.SendToGroup(Signal.Interrupt);
        Assert.Equal(130, await contrail.WaitForExitAsync());
        Assert.Single(contrail.Snapshots);
    }

    [Fact]
    public async Task A_signal_takes_a_snapshot_and_a_terminating_one_is_forwarded()
    {
        using TraceFile trace = new();
        string target = await TargetBuild.ExecutableAsync("net10.0");
        await using ContrailProcess contrail = ContrailProcess.RecordCommand(
            ["-o", trace.FullName], [target, "heartbeat", "--seconds", "60"]);
        await contrail.WaitForLineAsync("ready");
        contrail.Send(Signal.User1);
        await contrail.WaitForErrorLineAsync("{");
        contrail.Terminate();
        Assert.Equal(143, await contrail.WaitForExitAsync());
        Assert.Equal(2, contrail.Snapshots.Count);
        Assert.Equal("SIGUSR1", contrail.Snapshots[0].Manifest.Reason);
        Assert.Contains("stopped by a signal", contrail.Snapshots[1].Manifest.Reason);
    }

    [Fact]
    public async Task A_signal_that_would_end_us_is_the_commands()
    {
        await using ContrailProcess contrail = ContrailProcess.RecordCommand(
            [], ["sh", "-c", "trap 'exit 7' USR2; echo ready; while :; do sleep 0.1; done"]);
        await contrail.WaitForLineAsync("ready");
        contrail.Send(Signal.User2);
        Assert.Equal(7, await contrail.WaitForExitAsync());
    }

    [Theory]
    [InlineData("/bin/false", 1, "no .NET process connected")]
    [InlineData("no-such-command", 127, "Cannot find")]
    [InlineData("/etc/passwd", 126, "Cannot execute")]
    public async Task A_program_other_than_dotnet_is_reported_in_one_line(string command, int exitCode, string why)
    {
        await using ContrailProcess contrail = ContrailProcess.RecordCommand([], [command]);
        Assert.Equal(exitCode, await contrail.WaitForExitAsync());
        Assert.Empty(contrail.Output);
        Assert.Contains(why, Assert.Single(contrail.Errors));
    }
}
