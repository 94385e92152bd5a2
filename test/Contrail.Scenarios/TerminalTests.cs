using System.Diagnostics;
using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios;

/// <summary>A recorder writes its snapshot, and holds no process, whatever its terminal and readers do.</summary>
public sealed class TerminalTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_terminal_that_closes_ends_the_recording_with_a_snapshot()
    {
        using TraceFile trace = new();
        await using TargetProcess target = await TargetProcess.StartAsync("net10.0", "heartbeat --rate 100");
        await using TerminalSession terminal = TerminalSession.Start(
            $"echo recorder $BASHPID; exec {TerminalSession.Contrail} record --pid {target.Id} -o {trace.FullName}");
        int recorder = int.Parse((await terminal.WaitForLineAsync("recorder ")).Split(' ')[1]);
        await terminal.WaitForLineAsync("recording ");
        using Process process = Process.GetProcessById(recorder);
        terminal.Kill();
        using CancellationTokenSource deadline = new(Patience);
        await process.WaitForExitAsync(deadline.Token);
        Assert.True(File.Exists(trace.FullName));
        Assert.False(target.HasExited);
    }

    [Fact]
    public async Task A_background_job_is_not_stopped_and_does_not_hold_its_target()
    {
        using TraceFile trace = new();
        await using TargetProcess target = await TargetProcess.StartAsync("net10.0", "heartbeat --rate 100 --stdin");
        await using TerminalSession terminal = TerminalSession.Start(
            $"{TerminalSession.Contrail} record --pid {target.Id} -o {trace.FullName} & jobs -l; wait; echo over $?");
        await terminal.WaitForLineAsync("recording ");

        // Ten looks at the keyboard.
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        target.CloseInput();
        await target.WaitForExitAsync(Patience);
        Assert.Equal("over 0", (await terminal.WaitForLineAsync("over ")).Trim());
        Assert.True(File.Exists(trace.FullName));
    }

    [Fact]
    public async Task An_interrupt_ends_the_background_job_of_a_script()
    {
        using TraceFile trace = new();
        await using TargetProcess target = await TargetProcess.StartAsync("net10.0", "heartbeat --rate 100");

        // Without job control the shell starts it with SIGINT ignored.
        await using ShellProcess script = ShellProcess.Start(
            $"{TerminalSession.Contrail} record --pid {target.Id} -o {trace.FullName} & echo job $!; wait $!;"
            + "echo over $?");
        int recorder = int.Parse((await script.WaitForLineAsync("job ")).Split(' ')[1]);
        await script.WaitForErrorLineAsync("recording ");
        Signals.Send(recorder, Signal.Interrupt);
        Assert.Equal("over 0", await script.WaitForLineAsync("over "));
        Assert.True(File.Exists(trace.FullName));
    }

    [Theory]
    [InlineData(Signal.Terminate)]
    [InlineData(Signal.HangUp)]
    [InlineData(Signal.Interrupt)]
    public async Task A_reader_that_does_not_read_delays_neither_the_snapshot_nor_the_end(Signal signal)
    {
        using TraceFile trace = new();
        string folder = Path.GetDirectoryName(trace.FullName)!;
        string pipe = Path.Combine(folder, "pipe");
        await using TargetProcess target = await TargetProcess.StartAsync("net10.0", "heartbeat --rate 100");

        // The pipe is full from the start: its reader only holds it open.
        await using ShellProcess script = ShellProcess.Start(
            $"mkfifo {pipe}; sleep 60 <{pipe} & reader=$!; exec 3>{pipe};"
            + "timeout 1 dd if=/dev/zero bs=1 count=99999 >&3;"
            + $"{TerminalSession.Contrail} record --pid {target.Id} --json -o {folder} >&3 & echo job $!; wait $!;"
            + "echo over $?; kill $reader");
        int recorder = int.Parse((await script.WaitForLineAsync("job ")).Split(' ')[1]);
        await script.WaitForErrorLineAsync("recording ");
        long sent = Stopwatch.GetTimestamp();
        Signals.Send(recorder, signal);
        Assert.Equal("over 0", await script.WaitForLineAsync("over "));
        Assert.InRange(Stopwatch.GetElapsedTime(sent).TotalSeconds, 0, 5);
        Assert.Single(Directory.GetFiles(folder, "*.nettrace"));
        Assert.Contains(
            script.Errors, line => line.StartsWith("Cannot write to standard output: ", StringComparison.Ordinal));
    }
}
