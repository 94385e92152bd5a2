using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios;

/// <summary>The target ends on request, and never outlives a test.</summary>
public sealed class TargetTests
{
    private const int Aborted = 128 + 6;
    private const int Killed = 128 + (int)Signal.Kill;
    private const int Terminated = 128 + (int)Signal.Terminate;

    public static MatrixTheoryData<string, (string How, int ExitCode)> Ends { get; } = new(
        TargetBuild.Frameworks,
        [
            ("return", 0),
            ("environment", 0),
            ("failfast", Aborted),
            ("unhandled", Aborted),
            ("stackoverflow", Aborted),
            ("sigterm-self", Terminated),
            ("sigkill-self", Killed),
        ]);

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task It_ends_in_the_requested_way(string framework, (string How, int ExitCode) end)
    {
        await using TargetProcess target =
            await TargetProcess.StartAsync(framework, $"exit --how {end.How} --after 0.1");
        Assert.Equal(end.ExitCode, await target.WaitForExitAsync());
    }

    [Fact]
    public async Task It_ends_by_itself_and_when_its_input_does()
    {
        await using TargetProcess timed = await TargetProcess.StartAsync("net10.0", "heartbeat+idle --seconds 0.5");
        await using TargetProcess reported = await TargetProcess.StartAsync("net10.0", "work --stdin");
        await using TargetProcess left = await TargetProcess.StartAsync("net10.0", "quiet --stdin");
        await reported.WriteLineAsync("stop");
        left.CloseInput();
        Assert.Equal(0, await timed.WaitForExitAsync());
        Assert.Equal(0, await reported.WaitForExitAsync());
        Assert.Equal(0, await left.WaitForExitAsync());
    }

    [Fact]
    public async Task It_ends_when_a_test_abandons_it_even_if_suspended()
    {
        int processId;
        await using (TargetProcess target = await TargetProcess.StartAsync("net10.0", "heartbeat"))
        {
            processId = target.Id;
            target.Suspend();
            Assert.False(target.HasExited);
        }

        Assert.False(Directory.Exists($"/proc/{processId}"));
    }

    [Fact]
    public async Task Waiting_for_a_line_fails_with_the_output_when_the_process_ends_without_it()
    {
        await using TargetProcess target = TargetProcess.Start("/bin/sh", ["-c", "echo hello; echo trouble >&2"]);
        Assert.Equal("hello", await target.WaitForLineAsync("hel"));
        TimeoutException failure =
            await Assert.ThrowsAsync<TimeoutException>(() => target.WaitForLineAsync("never"));
        Assert.Contains("hello", failure.Message);
        Assert.Equal("trouble", await target.WaitForErrorLineAsync("trouble"));
        Assert.Equal(0, await target.WaitForExitAsync());
    }
}
