using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Contrail.Machine;
using Contrail.Machine.Bursts;
using Contrail.Machine.Perf;
using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios.Machine;

/// <summary>The threads of a process are sampled for a while, without rights.</summary>
[Collection(Alone.Name)]
public sealed class BurstSamplerTests(ITestOutputHelper output)
{
    private const int Hertz = 199;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task A_burst_needs_no_capability_and_leaves_nothing_open()
    {
        SamplingRights.RequireThreads();
        await using TargetProcess target = await TargetProcess.StartAsync("net10.0", "burn --threads 1");
        SampleCollector collector = new();
        TimeSpan before = target.ProcessorTime;
        BurstOutcome outcome = RestrictedThread.WithoutCapabilities(() => Run(target.Id, Duration, collector));
        double share = collector.WeightBetween(0, long.MaxValue) / (target.ProcessorTime - before);
        Measured.Report(output, $"weights of a burst: {share:P1} of the processor time, "
            + $"{outcome.ThreadCount} threads, with the kernel: {outcome.Status.IncludesKernel}");
        Assert.InRange(share, 0.85, 1.1);
        Assert.Equal((SamplingState.Open, 0), (outcome.Status.State, outcome.Status.Errno));
        Assert.Equal(0, outcome.SkippedThreadCount);
        Assert.Equal(PerfRights.Read().ParanoidLevel <= 1, outcome.Status.IncludesKernel);
        Assert.Equal((0, 0), (PerfDescriptors.EventCount(), PerfDescriptors.RingCount()));
        Assert.All(collector.Samples, one => Assert.Equal(1_000_000_000 / Hertz, one.Sample.WeightNs));
    }

    [Fact]
    public async Task A_thread_that_starts_during_a_burst_is_sampled()
    {
        SamplingRights.RequireThreads();
        using CancellationTokenSource enough = new(TimeSpan.FromSeconds(30));
        SampleCollector collector = new();
        Task<BurstOutcome> burst = Task.Factory.StartNew(
            () => Run(Environment.ProcessId, SamplingLimits.MaxBurst, collector, enough.Token),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Assert.True(SpinWait.SpinUntil(() => collector.Samples.Count > 0, TimeSpan.FromSeconds(30)));
        int threadId = 0;
        Thread started = new(() =>
        {
            threadId = ThreadId();
            SpinWait.SpinUntil(
                () => collector.Samples.Any(one => one.Sample.ThreadId == threadId), TimeSpan.FromSeconds(20));
        });
        started.Start();
        started.Join();
        await enough.CancelAsync();
        Assert.Equal(SamplingState.Open, (await burst).Status.State);
        Assert.Contains(collector.Samples, one => one.Sample.ThreadId == threadId);
    }

    [Fact]
    public async Task A_process_that_dies_ends_the_burst()
    {
        SamplingRights.RequireThreads();
        await using TargetProcess target = await TargetProcess.StartAsync("net10.0", "burn --threads 1");
        SampleCollector collector = new() { Before = target.Kill };
        long start = Stopwatch.GetTimestamp();
        BurstOutcome outcome = Run(target.Id, SamplingLimits.MaxBurst, collector);
        Assert.True(Stopwatch.GetElapsedTime(start) < SamplingLimits.MaxBurst / 2);
        Assert.Equal((SamplingState.Open, 0), (outcome.Status.State, outcome.Status.Errno));
        BurstOutcome none = Run(target.Id, SamplingLimits.MaxBurst, collector);
        Assert.Equal((SamplingState.Unavailable, 0, 0), (none.Status.State, none.Status.Errno, none.ThreadCount));
    }

    [Fact]
    public async Task Threads_that_end_while_events_are_opened_are_no_failure()
    {
        SamplingRights.RequireThreads();
        await using TargetProcess target = await TargetProcess.StartAsync("net10.0", "threads --rate 3000");
        for (int round = 0; round < 10; round++)
        {
            BurstOutcome outcome = Run(target.Id, TimeSpan.FromMilliseconds(100), new SampleCollector());
            Assert.Equal((SamplingState.Open, 0), (outcome.Status.State, outcome.Status.Errno));
            Assert.Equal(0, outcome.SkippedThreadCount);
        }
    }

    [Fact]
    public void Thousands_of_threads_stay_within_the_limit_of_open_files()
    {
        const int ThreadCount = 2000;
        SamplingRights.RequireThreads();
        using ManualResetEventSlim ending = new();
        Thread[] threads = [.. Enumerable.Range(0, ThreadCount).Select(_ => new Thread(ending.Wait, 128 << 10))];
        Array.ForEach(threads, thread => thread.Start());
        BurstOutcome all = Run(Environment.ProcessId, TimeSpan.FromMilliseconds(200), new SampleCollector());
        ulong[] before = Limit(null);
        BurstOutcome some;
        try
        {
            Limit([400, before[1]]);
            some = Run(Environment.ProcessId, TimeSpan.FromMilliseconds(200), new SampleCollector());
        }
        finally
        {
            Limit(before);
            ending.Set();
            Array.ForEach(threads, thread => thread.Join());
        }

        Measured.Report(
            output, $"burst of {ThreadCount} threads: {all.ThreadCount}, with 400 files {some.ThreadCount}");
        Assert.Equal((0, SamplingState.Open), (all.SkippedThreadCount, all.Status.State));
        Assert.True(all.ThreadCount >= ThreadCount, $"{all.ThreadCount}");
        Assert.InRange(some.ThreadCount, 1, 400 / some.Status.OpenCount / 2);
        Assert.True(some.ThreadCount + some.SkippedThreadCount >= ThreadCount);
        Assert.Equal((0, 0), (PerfDescriptors.EventCount(), PerfDescriptors.RingCount()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(61)]
    public void A_burst_is_short(int seconds) => Assert.Throws<ArgumentOutOfRangeException>(
        () => Run(Environment.ProcessId, TimeSpan.FromSeconds(seconds), new SampleCollector()));

    private static BurstOutcome Run(
        int pid, TimeSpan duration, SampleCollector collector, CancellationToken cancel = default) =>
        BurstSampler.Run(
            new BurstPlan(pid, duration, collector) { Hertz = Hertz, Target = TargetOf(pid) },
            TimeProvider.System, cancel);

    private static BurstTarget TargetOf(int pid) => new(
        () => Directory.Exists($"/proc/{pid}/task"),
        static (limit, cancel) => cancel.IsCancellationRequested || cancel.WaitHandle.WaitOne(limit));

    // The link is PID/task/TID.
    private static int ThreadId() => int.Parse(
        Path.GetFileName(new FileInfo("/proc/thread-self").LinkTarget!), CultureInfo.InvariantCulture);

    private static ulong[] Limit(ulong[]? changed)
    {
        const int OpenFiles = 7;
        ulong[] before = new ulong[2];
        Assert.Equal(0, LimitResource(0, OpenFiles, changed, before));
        return before;
    }

    [DllImport("libc", EntryPoint = "prlimit", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int LimitResource(int processId, int resource, ulong[]? changed, [Out] ulong[] before);
}
