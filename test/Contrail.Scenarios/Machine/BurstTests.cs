using System.Diagnostics;
using Contrail.Machine;
using Contrail.Machine.Bursts;
using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios.Machine;

/// <summary>Bursts before snapshots, by the tool.</summary>
[Collection(Alone.Name)]
public sealed class BurstTests
{
    private static readonly TimeSpan LongBurst = TimeSpan.FromSeconds(60);
    private static readonly string[] OnlyBursts = ["--cpu-burst", "60s", "--cpu-samples", "off"];

    [Fact]
    public async Task The_death_of_a_process_ends_a_burst_and_its_snapshot_has_what_was_sampled()
    {
        SamplingRights.RequireThreads();
        await using BurstRun run = await BurstRun.StartAsync("burn --threads 1 --seconds 300", OnlyBursts);
        run.Contrail.Interrupt();
        await run.Contrail.WaitForBurstAsync();
        run.Target.Kill();
        SnapshotManifest manifest = await run.FinishAsync();
        Assert.Contains(manifest.Sessions, line => line.StartsWith("burst: ", StringComparison.Ordinal));
        Assert.Equal(LaneKind.CpuSamples, Assert.Single(manifest.Lanes).Kind);
    }

    [Fact]
    public async Task A_process_that_has_ended_has_a_snapshot_without_a_burst()
    {
        await using BurstRun run = await BurstRun.StartAsync("idle --seconds 300", OnlyBursts);
        run.Target.Kill();
        SnapshotManifest manifest = await run.FinishAsync();
        Assert.DoesNotContain(manifest.Sessions, line => line.StartsWith("burst", StringComparison.Ordinal));
        Assert.Empty(manifest.Lanes);
    }

    [Fact]
    public async Task A_burst_is_not_needed_where_processors_are_sampled()
    {
        SamplingRights.RequireSystem();
        await using BurstRun run = await BurstRun.StartAsync(
            "burn --threads 1 --seconds 300", ["--cpu-burst", "60s", "--cpu-samples", "49"]);
        run.Contrail.Interrupt();
        SnapshotManifest manifest = await run.FinishAsync();
        Assert.Contains(BurstReport.Line(BurstReport.NotNeeded), manifest.Sessions);
    }

    [Fact]
    public async Task A_second_stop_request_ends_the_burst_and_not_the_snapshot()
    {
        SamplingRights.RequireThreads();
        await using BurstRun run = await BurstRun.StartAsync("burn --threads 1 --seconds 300", OnlyBursts);
        run.Contrail.Interrupt();
        await run.Contrail.WaitForBurstAsync();
        run.Contrail.Interrupt();
        SnapshotManifest manifest = await run.FinishAsync();
        Assert.Equal(SampledFile.Read(run.Trace.FullName).Count, Assert.Single(manifest.Lanes).Records);
    }

    [Fact]
    public async Task A_termination_takes_no_burst()
    {
        await using BurstRun run = await BurstRun.StartAsync("idle --seconds 300", OnlyBursts);
        run.Contrail.Terminate();
        await run.FinishAsync();
    }

    [Theory]
    [InlineData("while true; do /bin/true; done")]
    [InlineData("sleep 0.05")]
    [InlineData("sleep 0.02; exec sleep 0.1")]
    public void Processes_that_fork_execute_and_end_leave_nothing_open(string script)
    {
        SamplingRights.RequireSystem();
        for (int round = 0; round < 5; round++)
        {
            using Process shell = Process.Start("sh", ["-c", script]);
            OffCpuCollector times = new();
            BurstPlan plan = new(shell.Id, TimeSpan.FromMilliseconds(200), new SampleCollector())
            {
                Hertz = 199,
                OffCpu = times,
                Target = new BurstTarget(() => true, static (limit, cancel) => cancel.WaitHandle.WaitOne(limit)),
            };
            BurstOutcome outcome;
            try
            {
                outcome = BurstSampler.Run(plan, TimeProvider.System, CancellationToken.None);
            }
            finally
            {
                shell.Kill();
            }

            shell.WaitForExit();
            Assert.Equal((0, 0), (PerfDescriptors.EventCount(), PerfDescriptors.RingCount()));
            Assert.All(times.ThreadIds, id => Assert.Equal(shell.Id, id));
            Assert.True(outcome.Status.Errno == 0, $"{outcome}");
        }
    }

    [Fact]
    public async Task Threads_by_the_thousand_a_second_are_recorded_off_the_processors_too()
    {
        SamplingRights.RequireSystem();
        await using TargetProcess target = await TargetProcess.StartAsync("net10.0", "threads --rate 3000");
        OffCpuCollector times = new();
        BurstPlan plan = new(target.Id, TimeSpan.FromSeconds(1), new SampleCollector())
        {
            Hertz = 199,
            OffCpu = times,
            Target = new BurstTarget(() => true, static (limit, cancel) => cancel.WaitHandle.WaitOne(limit)),
        };
        BurstOutcome outcome = BurstSampler.Run(plan, TimeProvider.System, CancellationToken.None);
        Assert.Equal((SamplingState.Open, SamplingState.Open), (outcome.Status.State, outcome.Switches?.State));
        Assert.NotEmpty(times.ThreadIds);
        Assert.Equal((0, 0), (PerfDescriptors.EventCount(), PerfDescriptors.RingCount()));
    }

    [Fact]
    public async Task Without_the_right_to_observe_the_kernel_a_burst_has_samples_only()
    {
        SamplingRights.RequireThreads();
        Assert.SkipWhen(
            Contrail.Machine.Perf.PerfRights.Read().ParanoidLevel <= 1, "Not checked: the level allows all users.");
        await using TargetProcess target = await TargetProcess.StartAsync("net10.0", "burn --threads 1");
        BurstPlan plan = new(target.Id, TimeSpan.FromSeconds(1), new SampleCollector())
        {
            Hertz = 199,
            OffCpu = new OffCpuCollector(),
            Target = new BurstTarget(() => true, static (limit, cancel) => cancel.WaitHandle.WaitOne(limit)),
        };
        BurstOutcome outcome = RestrictedThread.WithoutCapabilities(
            () => BurstSampler.Run(plan, TimeProvider.System, CancellationToken.None));
        Assert.Equal(SamplingState.Open, outcome.Status.State);
        Assert.Equal(SamplingRemedy.GrantPerfmon, outcome.Switches?.Remedy);
    }

    // A recording whose bursts would last longer than the test may.
    private sealed record BurstRun(TraceFile Trace, TargetProcess Target, ContrailProcess Contrail) : IAsyncDisposable
    {
        private readonly long _start = Stopwatch.GetTimestamp();

        public static async Task<BurstRun> StartAsync(string mode, string[] options)
        {
            TraceFile trace = new();
            TargetProcess target = await TargetProcess.StartAsync("net10.0", mode);
            return new BurstRun(trace, target, await ContrailProcess.RecordAsync(
                target.Id, [.. options, "--figures", "off", "--period", "5m", "-o", trace.FullName]));
        }

        public async Task<SnapshotManifest> FinishAsync()
        {
            SnapshotManifest manifest = (await Contrail.FinishAsync()).Manifest;
            Assert.True(Stopwatch.GetElapsedTime(_start) < LongBurst / 2);
            return manifest;
        }

        public async ValueTask DisposeAsync()
        {
            await Contrail.DisposeAsync();
            await Target.DisposeAsync();
            Trace.Dispose();
        }
    }

    private sealed class OffCpuCollector : IOffCpuSink
    {
        public HashSet<int> ThreadIds { get; } = [];

        public long NowNs => Stopwatch.GetTimestamp();

        public void Add(int threadId, long endNs, long durationNs, ReadOnlySpan<ulong> frames) =>
            ThreadIds.Add(threadId);
    }
}
