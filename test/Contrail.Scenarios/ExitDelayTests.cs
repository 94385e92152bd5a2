using System.Diagnostics;
using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios;

/// <summary>A process that ends in good order waits for its recorder no longer than the runtime makes it.</summary>
[Collection(Alone.Name)]
public sealed class ExitDelayTests(ITestOutputHelper output)
{
    /// <summary>
    /// The runtime's own flush: up to 100 ms for each of our two sessions; and as much for threads that a busy machine
    /// wakes late. How long it takes is measured by bench/exit-delay.sh.
    /// </summary>
    private const double MaxDelayMilliseconds = 4 * 100;

    private const string Calm = "heartbeat --rate 1000 --stdin";
    private const string Flood = "heartbeat+flood --rate 20000 --bytes 1000 --stdin";

    [Fact]
    public Task With_a_recorder_that_has_little_to_do() => CompareAsync("calm", Calm, Samples.Of(usual: 3, large: 7));

    [Fact]
    public Task With_a_recorder_in_a_flood() =>
        CompareAsync("in a flood", Flood, Samples.Of(usual: 3, large: 7));

    /// <summary>More pairs than the others: single delays are closer to the limit.</summary>
    [Fact]
    public Task With_a_recorder_that_writes_a_snapshot() => CompareAsync(
        "in a flood, while a snapshot is written", Flood, Samples.Of(usual: 5, large: 7), withSnapshot: true);

    private async Task CompareAsync(string how, string modes, int pairCount, bool withSnapshot = false)
    {
        List<double> alone = [];
        List<double> recorded = [];
        for (int pair = 0; pair < pairCount; pair++)
        {
            alone.Add(await EndAloneAsync(modes));
            recorded.Add(await EndRecordedAsync(modes, withSnapshot));
        }

        double delay = Measured.Median(recorded) - Measured.Median(alone);
        Measured.Report(output, $"exit {how}: alone ms {Measured.Spread(alone)}; recorded ms "
            + $"{Measured.Spread(recorded)}; "
            + $"delay of the medians {delay:0} ms");
        Assert.True(delay <= MaxDelayMilliseconds, $"The exit was delayed by {delay} ms.");
    }

    private static async Task<double> EndAloneAsync(string modes)
    {
        await using TargetProcess target = await TargetProcess.StartAsync("net10.0", modes);
        await Task.Delay(TimeSpan.FromSeconds(0.5), TestContext.Current.CancellationToken);
        return await EndAsync(target);
    }

    private static async Task<double> EndRecordedAsync(string modes, bool withSnapshot)
    {
        using TraceFile trace = new();
        await using TargetProcess target = await TargetProcess.StartAsync("net10.0", modes);
        await using ContrailProcess contrail = await ContrailProcess.RecordAsync(
            target.Id, "--governor", "off", "--providers",
            "Contrail-Target-Heartbeat:0xffffffffffffffff:5,Contrail-Target-Flood:0xffffffffffffffff:5",
            "-o", trace.FullName);
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        if (withSnapshot)
        {
            contrail.Send(Signal.User1);
            // After the wait for the flush it is being written, for some hundred milliseconds.
            await Task.Delay(TimeSpan.FromMilliseconds(150), TestContext.Current.CancellationToken);
        }

        double milliseconds = await EndAsync(target);
        ReportedSnapshot last = await contrail.FinishAsync();
        Assert.Equal(SourceState.Ended, last.Manifest.Source);
        Assert.Equal(withSnapshot ? 2 : 1, contrail.Snapshots.Count);
        return milliseconds;
    }

    private static async Task<double> EndAsync(TargetProcess target)
    {
        long reported = Stopwatch.GetTimestamp();
        await target.WriteLineAsync("stop");
        Assert.Equal(0, await target.WaitForExitAsync());
        return Stopwatch.GetElapsedTime(reported).TotalMilliseconds;
    }
}
