using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios;

/// <summary>A ring at its limit stays there.</summary>
[Collection(Alone.Name)]
public sealed class MemoryTests(ITestOutputHelper output)
{
    private const long MaxBytes = 4 << 20;
    private const int EventBytes = 2000;
    private const int EventsPerSecond = 20_000;
    private const int SampleCount = 20;
    private const double MaxRiseBytes = 2 << 20;

    private static readonly long StreamBytes = Samples.Of(usual: 50, large: 100) * MaxBytes;

    [Fact]
    public async Task A_ring_at_its_limit_takes_no_more_memory_for_weeks()
    {
        using TraceFile trace = new();
        await using TargetProcess target =
            await TargetProcess.StartAsync("net10.0", $"flood --bytes {EventBytes} --rate {EventsPerSecond}");
        await using ContrailProcess contrail = await ContrailProcess.RecordAsync(
            target.Id, "--max-bytes", "4MiB", "--period", "30s",
            "--governor", "off", "--providers", "Contrail-Target-Flood:0xffffffffffffffff:5", "-o", trace.FullName);
        // The first snapshot is part of the warm-up, and contains the position of the stream at the start of the
        // samples.
        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        contrail.Send(Signal.User1);
        await contrail.WaitForSnapshotAsync();
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        FloodNumbers before = ReadFlood(trace.FullName);

        double[] samples = await SampleAsync(contrail);
        contrail.Interrupt();
        SnapshotManifest manifest = (await contrail.FinishAsync()).Manifest;
        FloodNumbers after = ReadFlood(trace.FullName);
        long streamBytes = (after.Last - before.Last) * EventBytes;
        double rise = samples[^1] - samples[0];
        double slope = Slope(samples) * (SampleCount - 1);
        Measured.Report(output, $"recorder at --max-bytes 4MiB over {streamBytes >> 20} MiB: resident "
            + $"{samples[0] / 1048576:0.0} to {samples[^1] / 1048576:0.0} MiB, trend {slope / 1048576:0.00} MiB");
        Assert.True(streamBytes >= StreamBytes, $"Only {streamBytes} bytes arrived.");
        Assert.True(rise < MaxRiseBytes, $"It rose by {rise} bytes: {string.Join(' ', samples)}");
        Assert.True(slope < MaxRiseBytes, $"Its trend is {slope} bytes: {string.Join(' ', samples)}");
        AssertHoldsWhatFits(manifest, after);
    }

    private static void AssertHoldsWhatFits(SnapshotManifest manifest, FloodNumbers held)
    {
        Assert.Equal("the memory limit was reached", manifest.ShorterBecause);
        Assert.True(manifest.Losses.Where(loss => loss.Reason == LossReason.Evicted).Sum(loss => loss.Count) > 0);
        Assert.InRange(manifest.HeldBytes, MaxBytes / 2, MaxBytes);
        // The names take a quarter at most; of the rest, one open generation may be nearly empty.
        Assert.InRange(held.Count * EventBytes, MaxBytes / 4, MaxBytes);
        double fittingSeconds = (double)held.Count / EventsPerSecond;
        Assert.InRange(manifest.WindowSeconds, fittingSeconds / 3, fittingSeconds * 3 + 0.5);
    }

    private static FloodNumbers ReadFlood(string traceFile) =>
        Assert.Single(TraceEventReading.Read(traceFile).FloodByThread).Value;

    private static async Task<double[]> SampleAsync(ContrailProcess contrail)
    {
        TimeSpan all = TimeSpan.FromSeconds(1.15 * StreamBytes / (EventBytes * EventsPerSecond));
        double[] samples = new double[SampleCount];
        for (int index = 0; index < SampleCount; index++)
        {
            samples[index] = contrail.ResidentBytes;
            // The samples are spread over the stream; there is nothing to wait for.
            await Task.Delay(all / (SampleCount - 1), TestContext.Current.CancellationToken);
        }

        return samples;
    }

    // Of the straight line nearest to all samples, a sample.
    private static double Slope(double[] samples)
    {
        double middle = (samples.Length - 1) / 2d;
        double mean = samples.Average();
        double together = samples.Select((sample, index) => (index - middle) * (sample - mean)).Sum();
        return together / samples.Select((_, index) => (index - middle) * (index - middle)).Sum();
    }
}
