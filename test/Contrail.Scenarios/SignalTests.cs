using System.Diagnostics;
using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios;

/// <summary>A signal ends <c>contrail record</c> within seconds in any state, and its target continues.</summary>
public sealed class SignalTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan MaxEnd = TimeSpan.FromSeconds(3);

    public static TheoryData<Signal> Ends { get; } = [Signal.Terminate, Signal.Interrupt, Signal.HangUp];

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task While_attaching_nothing_is_written(Signal signal)
    {
        using TraceFile trace = new();
        Dictionary<string, string?> environment = new() { ["DOTNET_EnableDiagnostics"] = "0" };
        await using TargetProcess target = await TargetProcess.StartAsync("net10.0", "deaf --stdin", environment);
        await target.WaitForLineAsync("deaf");
        await using ContrailProcess contrail = ContrailProcess.Start(
            "record", "--pid", $"{target.Id}", "--attach-timeout", "1m", "-o", trace.FullName);
        Await(() => ThreadNames(contrail.Id).Contains("Contrail start"));
        Assert.Equal(1, await EndAsync(contrail, signal));
        Assert.StartsWith("Nothing was recorded: ", Assert.Single(contrail.Errors), StringComparison.Ordinal);
        Assert.False(File.Exists(trace.FullName));
        await target.WriteLineAsync("stop");
        Assert.Equal(0, await target.WaitForExitAsync());
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task While_a_snapshot_is_written_that_one_and_a_last_one_are_complete(Signal signal)
    {
        using TraceFile trace = new();
        string folder = Path.GetDirectoryName(trace.FullName)!;
        await using TargetProcess target = await TargetProcess.StartAsync(
            "net10.0", "flood --rate 5000 --bytes 2000 --stdin");
        await using ContrailProcess contrail = await ContrailProcess.RecordAsync(
            target.Id, "--max-bytes", "16MiB", "--governor", "off",
            "--providers", "Contrail-Target-Flood:0xffffffffffffffff:5", "-o", folder);
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
        contrail.Send(Signal.User1);
        Await(() => Directory.EnumerateFiles(folder).Any());
        Assert.Equal(0, await EndAsync(contrail, signal));
        Assert.Equal(2, contrail.Snapshots.Count);
        Assert.Equal(2, Directory.GetFiles(folder).Length);
        await target.WriteLineAsync("stop");
        Assert.Equal(0, await target.WaitForExitAsync());
    }

    private static async Task<int> EndAsync(ContrailProcess contrail, Signal signal)
    {
        long sent = Stopwatch.GetTimestamp();
        contrail.Send(signal);
        int exitCode = await contrail.WaitForExitAsync();
        Assert.InRange(Stopwatch.GetElapsedTime(sent), TimeSpan.Zero, MaxEnd);
        return exitCode;
    }

    private static string[] ThreadNames(int processId) =>
        [.. Directory.EnumerateDirectories($"/proc/{processId}/task")
            .Select(thread => Path.Combine(thread, "comm"))
            .Where(File.Exists)
            .Select(file => File.ReadAllText(file).Trim())];

    private static void Await(Func<bool> isSo) => Assert.True(SpinWait.SpinUntil(isSo, Patience));
}
