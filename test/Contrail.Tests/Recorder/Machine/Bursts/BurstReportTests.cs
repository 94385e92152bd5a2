using Contrail.Machine;
using Contrail.Machine.Bursts;
using Contrail.Machine.Perf;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Recorder.Machine.Bursts;

/// <summary>What the manifest and the health report about a burst.</summary>
public sealed class BurstReportTests
{
    private static readonly SamplingStatus Open = new(SamplingState.Open, SamplingRemedy.None) { Hertz = 199 };

    private static readonly SamplingStatus Refused = new(SamplingState.Unavailable, SamplingRemedy.GrantPerfmon)
    {
        Errno = PerfNative.AccessDenied,
        ParanoidLevel = 2,
    };

    [Fact]
    public void A_complete_burst_has_its_threads_and_no_reason() => Assert.Equal(
        "burst: 2.0 s, 199 samples per second of 24 threads", LineOf(new BurstOutcome(Open, 24, 0)));

    [Fact]
    public void Threads_that_are_left_out_are_counted() => Assert.Equal(
        "burst: 2.0 s, 199 samples per second of 24 threads, 3 threads left out: the limit of open files",
        LineOf(new BurstOutcome(Open, 24, 3)));

    [Fact]
    public void Context_switches_that_the_kernel_refuses_have_the_reason() => Assert.Equal(
        "burst: 2.0 s, 199 samples per second of 24 threads, no times off the processors: the kernel refuses "
            + "(CAP_PERFMON is missing, perf_event_paranoid is 2)",
        LineOf(new BurstOutcome(Open, 24, 0) { Switches = Refused }));

    [Fact]
    public void Context_switches_are_reported() => Assert.Equal(
        "burst: 2.0 s, 199 samples per second and times off the processors of 24 threads",
        LineOf(new BurstOutcome(Open, 24, 0) { Switches = Open }));

    [Fact]
    public void A_refused_burst_lasted_no_time()
    {
        CpuBurst burst = BurstReport.Of(new BurstOutcome(Refused, 0, 0), Plan(199), TimeSpan.FromMilliseconds(1));
        Assert.Equal((TimeSpan.Zero, 0, false), (burst.Duration, burst.SamplesPerSecond, burst.HasOffCpu));
        Assert.Equal(
            "burst: none, the kernel refuses (CAP_PERFMON is missing, perf_event_paranoid is 2)",
            BurstReport.Line(burst));
    }

    [Fact]
    public void A_burst_that_is_not_needed_has_the_reason() => Assert.Equal(
        "burst: none, not needed: the processors are sampled all the time", BurstReport.Line(BurstReport.NotNeeded));

    private static string LineOf(in BurstOutcome outcome) =>
        BurstReport.Line(BurstReport.Of(outcome, Plan(199), TimeSpan.FromSeconds(2)));

    private static BurstPlan Plan(int hertz) => new(7, TimeSpan.FromSeconds(2), new SampleLog())
    {
        Hertz = hertz,
        Target = new BurstTarget(() => true, (_, _) => false),
    };
}
