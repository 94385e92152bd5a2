using System.Diagnostics;
using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios;

/// <summary>A process is killed at a random moment, and its last moments are there, with names.</summary>
[Collection(Alone.Name)]
public sealed class KilledTargetTests(ITestOutputHelper output)
{
    // The share is that of all kills together: names and events arrive in two sessions that flush independently of each
    // other, so in one file of twenty about 0.1 % of the frames, compiled in the last moments, have no name yet. Before
    // that, a new process compiles most of its code again.
    private const int MinRecordedMilliseconds = 1500;
    private const int MaxRecordedMilliseconds = 2500;

    /// <summary>With a spare core. A runtime flushes every 100 ms; the rest is the transport.</summary>
    [Theory]
    [InlineData("net10.0")]
    [InlineData("net11.0")]
    public Task Events_until_120_ms_before_the_kill_are_kept(string framework) => KillAsync(
        framework, "heartbeat+work --rate 1000 --work-rate 50", Samples.Of(usual: 4, large: 14),
        maxAgeMilliseconds: 120);

    /// <summary>With every core busy.</summary>
    [Theory]
    [InlineData("net10.0")]
    [InlineData("net11.0")]
    public Task With_all_cores_busy_it_is_there_until_250_ms_before(string framework) => KillAsync(
        framework, "heartbeat+burn --rate 1000", Samples.Of(usual: 2, large: 6), maxAgeMilliseconds: 250);

    private async Task KillAsync(string framework, string modes, int kills, double maxAgeMilliseconds)
    {
        List<double> ages = [];
        List<TraceLogReading> readings = [];
        for (int kill = 0; kill < kills; kill++)
        {
            (double age, TraceLogReading reading) = await KillOnceAsync(framework, modes);
            ages.Add(age);
            readings.Add(reading);
        }

        double share = (double)readings.Sum(reading => (long)reading.NamedFrames)
            / readings.Sum(reading => (long)reading.Frames);
        Measured.Report(output, $"{framework} {modes} killed: last beat ms before {Measured.Spread(ages)}, "
            + $"{share:P3} of frames named, least in a file {readings.Min(reading => reading.NamedShare):P3}");
        Assert.InRange(ages.Min(), 0, maxAgeMilliseconds);
        Assert.InRange(ages.Max(), 0, maxAgeMilliseconds);
        Assert.True(share >= 0.999, $"{share:P3}");
        Assert.All(readings, reading => Assert.True(reading.NamedShare >= 0.995, $"{reading.NamedShare:P3}"));
    }

    private static async Task<(double AgeMilliseconds, TraceLogReading Reading)> KillOnceAsync(
        string framework, string modes)
    {
        using TraceFile trace = new();
        await using TargetProcess target = await TargetProcess.StartAsync(framework, modes);
        await using ContrailProcess contrail = await ContrailProcess.RecordAsync(
            target.Id, "--providers",
            "Contrail-Target-Heartbeat:0xffffffffffffffff:5,Contrail-Target-Work:0xffffffffffffffff:5",
            "-o", trace.FullName);
        // The moment is random because the flush has a rhythm; there is nothing to wait for.
        await Task.Delay(Random.Shared.Next(MinRecordedMilliseconds, MaxRecordedMilliseconds));
        long killed = Stopwatch.GetTimestamp();
        target.Kill();
        SnapshotManifest manifest = (await contrail.FinishAsync()).Manifest;

        Assert.Equal(SourceState.Torn, manifest.Source);
        Assert.Single(
            contrail.Errors, line => line.StartsWith("recording ended: the process died", StringComparison.Ordinal));
        Assert.Equal(0, manifest.EventsLost);
        TraceEventReading reading = TraceEventReading.Read(trace.FullName);
        Assert.Equal(0, reading.EventsLost);
        Heartbeat first = reading.Heartbeats[0];
        Heartbeat last = reading.Heartbeats[^1];
        Assert.Equal(last.Number - first.Number + 1, reading.Heartbeats.Count);
        double age = Stopwatch.GetElapsedTime(last.StopwatchTicks, killed).TotalMilliseconds;
        return (age, TraceLogReading.Read(trace.FullName));
    }
}
