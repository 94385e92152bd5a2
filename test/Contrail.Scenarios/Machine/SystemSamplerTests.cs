using System.Diagnostics;
using System.Globalization;
using Contrail.Machine;
using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios.Machine;

/// <summary>The whole system is sampled, and registered processes get their samples.</summary>
[Collection(Alone.Name)]
public sealed class SystemSamplerTests(ITestOutputHelper output)
{
    private const int Hertz = 199;

    /// <summary>More than the time between two looks of the sampler.</summary>
    private const long LookNs = 300_000_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task The_weights_of_a_busy_process_are_its_processor_time()
    {
        SamplingRights.RequireSystem();
        await using TargetProcess target = await TargetProcess.StartAsync("net10.0", "burn --threads 1");
        SampleCollector collector = new();
        using SystemSampler sampler = new();
        using SampledTarget added = sampler.Add(target.Id, Hertz, collector);
        double share = ShareOf(collector, target, samples: 800);
        Measured.Report(output, $"weights of a busy process: {share:P1} of its processor time");
        Assert.InRange(share, 0.9, 1.1);
        (ulong Start, ulong End)[] code = Code(target.Id);
        Assert.All(collector.Samples, one => Assert.NotEmpty(one.Frames));
        double inCode = (double)collector.Samples.Count(one => one.Frames.All(frame => IsIn(code, frame)))
            / collector.Samples.Count;
        Measured.Report(output, $"call chains of a busy process: {inCode:P1} in its code only");
        Assert.True(inCode > 0.95, $"{inCode:P1}");
        Assert.Empty(collector.Losses);
    }

    [Fact]
    public async Task Time_in_the_kernel_counts_with_the_call_chain_of_the_user()
    {
        SamplingRights.RequireSystem();
        await using TargetProcess copying = TargetProcess.Start("dd", ["if=/dev/zero", "of=/dev/null", "bs=64k"]);
        SampleCollector collector = new();
        using SystemSampler sampler = new();
        using SampledTarget added = sampler.Add(copying.Id, Hertz, collector);
        double share = ShareOf(collector, copying, samples: 400);
        double kernelShare = (double)collector.Samples.Count(one => one.Sample.IsKernel) / collector.Samples.Count;
        Measured.Report(output, $"weights of dd: {share:P1} of its processor time, {kernelShare:P1} in the kernel");
        Assert.InRange(share, 0.9, 1.1);
        Assert.True(kernelShare > 0.5, $"{kernelShare:P1}");
        Assert.All(
            collector.Samples.SelectMany(one => one.Frames),
            frame => Assert.True(frame <= long.MaxValue, $"{frame:x}"));
    }

    [Fact]
    public async Task Thousands_of_short_threads_weigh_their_processor_time()
    {
        SamplingRights.RequireSystem();
        await using TargetProcess target = await TargetProcess.StartAsync("net10.0", "threads --rate 3000");
        SampleCollector collector = new();
        using SystemSampler sampler = new();
        using SampledTarget added = sampler.Add(target.Id, Hertz, collector);
        double share = ShareOf(collector, target, samples: 600);
        int threadCount = collector.Samples.Select(one => one.Sample.ThreadId).Distinct().Count();
        Measured.Report(output, $"weights of short threads: {share:P1} of the time, in {threadCount} threads");
        Assert.InRange(share, 0.8, 1.2);
        Assert.True(threadCount > 50, $"{threadCount}");
    }

    [Fact]
    public async Task A_process_that_is_not_registered_yields_nothing()
    {
        SamplingRights.RequireSystem();
        await using TargetProcess busy = await TargetProcess.StartAsync("net10.0", "burn --threads 1");
        await using TargetProcess other = await TargetProcess.StartAsync("net10.0", "burn --threads 1");
        await using TargetProcess asleep = TargetProcess.Start("sleep", ["1000"]);
        SampleCollector collector = new();
        SampleCollector nothing = new();
        using SystemSampler sampler = new();
        using SampledTarget idle = sampler.Add(asleep.Id, Hertz, nothing);
        using SampledTarget added = sampler.Add(busy.Id, Hertz, collector);
        collector.WaitForSamples(100);
        Assert.Empty(nothing.Samples);
        HashSet<int> threads = [.. Directory.EnumerateDirectories($"/proc/{busy.Id}/task")
            .Select(path => int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture))];
        Assert.All(collector.Samples, one => Assert.Contains(one.Sample.ThreadId, threads));
    }

    [Fact]
    public async Task A_process_that_dies_ends_its_samples_only()
    {
        SamplingRights.RequireSystem();
        await using TargetProcess first = await TargetProcess.StartAsync("net10.0", "burn --threads 1");
        await using TargetProcess second = await TargetProcess.StartAsync("net10.0", "burn --threads 1");
        SampleCollector dying = new();
        SampleCollector living = new();
        using SystemSampler sampler = new();
        using SampledTarget one = sampler.Add(first.Id, Hertz, dying);
        using SampledTarget other = sampler.Add(second.Id, Hertz, living);
        dying.WaitForSamples(20);
        first.Kill();
        await first.WaitForExitAsync();
        long ended = Stopwatch.GetTimestamp();
        living.WaitForSampleAfter(ended);
        living.WaitForSampleAfter(Stopwatch.GetTimestamp());

        // Samples from before its end may still come: a ring is read for each processor, one after the other.
        Assert.All(dying.Samples, sample => Assert.True(sample.Sample.TimeNs <= ended));
        Assert.Equal(SamplingState.Open, sampler.Status.State);
        Assert.Null(one.Failure);
    }

    [Fact]
    public async Task Nothing_is_left_open()
    {
        SamplingRights.RequireSystem();
        await using TargetProcess target = await TargetProcess.StartAsync("net10.0", "burn --threads 1");
        SystemSampler sampler = new();
        for (int round = 0; round < 3; round++)
        {
            SampleCollector collector = new();
            SampledTarget added = sampler.Add(target.Id, Hertz, collector);
            collector.WaitForSamples(1);
            SamplingStatus status = sampler.Status;
            Assert.Equal((SamplingState.Open, SamplingRemedy.None), (status.State, status.Remedy));
            Assert.Equal((Hertz, 0, true), (status.Hertz, status.SkippedCount, status.IncludesKernel));
            Assert.True(status.OpenCount > 0);
            Assert.Equal(status.OpenCount, PerfDescriptors.EventCount());
            Assert.Equal(status.OpenCount, PerfDescriptors.RingCount());
            added.Dispose();
            Assert.True(SpinWait.SpinUntil(() => PerfDescriptors.EventCount() == 0, Patience), "It is still open.");
        }

        sampler.Add(target.Id, Hertz, new SampleCollector());
        sampler.Dispose();
        Assert.Equal((0, 0), (PerfDescriptors.EventCount(), PerfDescriptors.RingCount()));
        Assert.Equal(SamplingState.Closed, sampler.Status.State);
        Assert.Throws<ObjectDisposedException>(() => sampler.Add(target.Id, Hertz, new SampleCollector()));
    }

    [Fact]
    public async Task A_drain_passes_on_everything_up_to_the_request()
    {
        SamplingRights.RequireSystem();
        await using TargetProcess target = await TargetProcess.StartAsync("net10.0", "burn");
        SampleCollector collector = new();
        using SystemSampler sampler = new();
        Assert.False(await sampler.DrainAsync());
        SampledTarget added = sampler.Add(target.Id, Hertz, collector);
        collector.WaitForSamples(1);
        List<double> ages = [];
        for (int round = 0; round < 20; round++)
        {
            long requested = Stopwatch.GetTimestamp();
            Assert.True(await sampler.DrainAsync().WaitAsync(Patience));
            long latest = collector.Samples.Max(one => one.Sample.TimeNs);
            ages.Add((requested - latest) / 1e6);
        }

        // A period is 5 ms; the next turn would be up to 250 ms later. Other programs use the processors too.
        Measured.Report(output, $"age of the latest sample after a drain, ms: {Measured.Spread(ages)}");
        Assert.True(Measured.Median(ages) < 50, Measured.Spread(ages));
        added.Dispose();
        Assert.True(SpinWait.SpinUntil(() => sampler.Status.State == SamplingState.Closed, Patience));
        Assert.False(await sampler.DrainAsync());
    }

    [Fact]
    public async Task The_highest_rate_is_in_force_while_it_is_requested()
    {
        SamplingRights.RequireSystem();
        await using TargetProcess target = await TargetProcess.StartAsync("net10.0", "burn --threads 1");
        SampleCollector collector = new();
        using SystemSampler sampler = new();
        using SampledTarget added = sampler.Add(target.Id, 50, collector);
        collector.WaitForSamples(20);
        using SampledTarget fast = sampler.Add(target.Id, 200, new SampleCollector());
        collector.WaitForSamples(collector.Samples.Count + 100);
        fast.Dispose();
        Assert.True(SpinWait.SpinUntil(() => sampler.Status.Hertz == 50, Patience), "The rate did not return.");
        collector.WaitForSampleAfter(Stopwatch.GetTimestamp() + TimeSpan.NanosecondsPerTick);
        collector.WaitForSamples(collector.Samples.Count + 20);
        long[] weights = [.. collector.Samples.Select(one => one.Sample.WeightNs)];
        Assert.Equal([5_000_000, 20_000_000], weights.Distinct().Where(weight => weight != 10_000_000).Order());
        Assert.Equal((20_000_000, 20_000_000), (weights[0], weights[^1]));
    }

    [Fact]
    public async Task A_change_of_the_processors_is_followed()
    {
        SamplingRights.RequireSystem();
        string online = Path.GetTempFileName();
        await using TargetProcess target = await TargetProcess.StartAsync("net10.0", "burn");
        using SystemSampler sampler = new(online);
        try
        {
            // No kernel has the second one: it is a processor that goes offline before it is opened.
            await File.WriteAllTextAsync(online, "0,8191\n");
            SampleCollector collector = new();
            using SampledTarget added = sampler.Add(target.Id, Hertz, collector);
            collector.WaitForSamples(20);
            Assert.Equal((1, 1), (sampler.Status.OpenCount, sampler.Status.SkippedCount));
            Assert.All(collector.Samples, one => Assert.Equal(0, one.Sample.Processor));
            await File.WriteAllTextAsync(online, "");
            collector.WaitForSampleAfter(Stopwatch.GetTimestamp() + (2 * LookNs));
            await File.WriteAllTextAsync(online, await File.ReadAllTextAsync(OnlineProcessors.Path));
            Assert.True(SpinWait.SpinUntil(() => sampler.Status.SkippedCount == 0, Patience), "It was not noticed.");
            collector.WaitForSampleAfter(Stopwatch.GetTimestamp());
        }
        finally
        {
            File.Delete(online);
        }
    }

    [Fact]
    public async Task What_the_kernel_drops_while_a_sink_blocks_is_reported()
    {
        SamplingRights.RequireSystem();
        await using TargetProcess target = await TargetProcess.StartAsync("net10.0", "burn --threads 1");
        using ManualResetEventSlim held = new();
        SampleCollector blocked = new() { Before = () => held.Wait(Patience) };
        SampleCollector witness = new();
        using SystemSampler small = new(ringBytes: Environment.SystemPageSize);
        using SystemSampler other = new();
        using SampledTarget slow = small.Add(target.Id, SamplingLimits.MaxHertz, blocked);
        using SampledTarget fast = other.Add(target.Id, SamplingLimits.MaxHertz, witness);

        // A ring of a page holds a few samples. It can be full before it is drained for the first time.
        witness.WaitForSamples(1000);
        held.Set();
        blocked.WaitForLoss(minCount: 300);
        Assert.All(blocked.Losses, loss => Assert.True(loss.Count > 0 && loss.FromNs < loss.ToNs, $"{loss}"));
        blocked.WaitForSampleAfter(blocked.Losses[^1].ToNs);
        Assert.Empty(witness.Losses);
    }

    // Measured over the samples in the middle: the process runs before and after.
    private static double ShareOf(SampleCollector collector, ChildProcess process, int samples)
    {
        collector.WaitForSamples(10);
        TimeSpan before = process.ProcessorTime;
        long from = Stopwatch.GetTimestamp();
        collector.WaitForSamples(collector.Samples.Count + samples);
        TimeSpan used = process.ProcessorTime - before;
        long to = Stopwatch.GetTimestamp();
        collector.WaitForSampleAfter(to);
        return collector.WeightBetween(from, to) / used;
    }

    private static (ulong Start, ulong End)[] Code(int pid) =>
        [.. File.ReadLines($"/proc/{pid}/maps")
            .Where(line => line.Contains(" r-x", StringComparison.Ordinal))
            .Select(line => line.Split(' ')[0].Split('-'))
            .Select(ends => (Hex(ends[0]), Hex(ends[1])))];

    private static ulong Hex(string text) =>
        ulong.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static bool IsIn((ulong Start, ulong End)[] code, ulong frame) =>
        code.Any(range => frame >= range.Start && frame <= range.End);
}
