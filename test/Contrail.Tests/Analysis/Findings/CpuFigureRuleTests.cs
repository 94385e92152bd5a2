using Contrail.Analysis.Findings;
using Contrail.Analysis.Findings.Rules;
using Contrail.Analysis.Findings.Rules.Machine;
using Contrail.Analysis.Model;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.FigureRecords;
using static Contrail.Tests.Support.ViewRecords;

namespace Contrail.Tests.Analysis.Findings;

/// <summary>Processors that the process does not get, by the figures of the operating system.</summary>
public sealed class CpuFigureRuleTests
{
    private const int Seconds = 10;

    [Theory]
    [InlineData(10, 400, 2_000, "Warning")]
    [InlineData(2, 400, 2_000, "Info")]
    [InlineData(0, 0, 2_000, null)]
    [InlineData(10, 10, 2_000, null)]
    [InlineData(10, 400, 0, null)]
    public void A_quota_is_a_finding_if_it_stops_a_group_whose_process_waits(
        int stoppedPeriods, int stoppedMs, int waitingMs, string? severity)
    {
        FindingRecords records = new(CpuThrottlingRule.Rule);
        Run(records, _ => new Second(300, waitingMs) { Quota = 300, Periods = stoppedPeriods, StoppedMs = stoppedMs });
        Assert.Equal(severity, records.Findings().SingleOrDefault()?.Severity.ToString());
    }

    [Theory]
    [InlineData(300, "0.9")]
    [InlineData(900, "1.2")]
    [InlineData(2_000, "2")]
    public void A_stopped_group_shows_its_quota_what_it_used_and_what_it_needed(int waitingMs, string needed)
    {
        FindingRecords records = new(CpuThrottlingRule.Rule);
        Run(records, second => second < 4
            ? new Second(100, 10) { Quota = 300 }
            : new Second(300, waitingMs) { Quota = 300, Periods = 9, StoppedMs = 600 });
        Finding finding = Assert.Single(records.Findings());
        Assert.Equal(
            "The control group may use 0.3 processors, and was stopped in 90.0 % of the periods of 6 s: it used 0.3, "
                + $"and without the limit it would have used about {needed}.",
            finding.Headline);
        Assert.Equal("the processor quota of /shop", finding.Culprit);
        Assert.Equal((At(4_000), At(10_000)), (finding.Range!.Value.Start, finding.Range.Value.End));
        Assert.Contains("machine/processor/9/throttled 0.6", Cells(finding));
        Assert.Contains(finding.Evidence, one => one.Label.StartsWith("seconds that its", StringComparison.Ordinal)
            && Math.Abs(one.Value.AsNumber - 3.6) < 1e-6);
    }

    [Theory]
    [InlineData(200, 3_000, 1_800, "Warning")]
    [InlineData(1_200, 3_000, 800, "Info")]
    [InlineData(500, 900, 1_500, "Info")]
    [InlineData(1_900, 8_000, 100, null)]
    [InlineData(200, 300, 1_800, null)]
    [InlineData(200, 3_000, 1_000, null)]
    public void A_busy_machine_is_a_finding_if_the_process_gets_less_than_it_could_use(
        int usedMs, int waitingMs, int othersMs, string? severity)
    {
        FindingRecords records = new(BusyHostRule.Rule);
        Run(records, _ => new Second(usedMs, waitingMs) { OthersMs = othersMs });
        Assert.Equal(severity, records.Findings().SingleOrDefault()?.Severity.ToString());
    }

    [Theory]
    [InlineData(1, null)]
    [InlineData(2, "Info")]
    [InlineData(4, "Warning")]
    public void A_machine_that_is_busy_for_a_moment_is_no_warning(int seconds, string? severity)
    {
        FindingRecords records = new(BusyHostRule.Rule);
        Run(records, second => second is > 2 && second <= 2 + seconds
            ? new Second(200, 3_000) { OthersMs = 1_800 }
            : new Second(200, 3));
        Assert.Equal(severity, records.Findings().SingleOrDefault()?.Severity.ToString());
    }

    [Fact]
    public void Others_are_other_programs_or_other_virtual_machines()
    {
        FindingRecords records = new(BusyHostRule.Rule);
        Run(records, _ => new Second(200, 3_000) { OthersMs = 1_800 });
        Finding finding = Assert.Single(records.Findings());
        Assert.Equal(
            "The processors were busy with other programs: for 10 s, 3 threads waited for one on average, and the "
                + "process had 0.2 of 2 processors, 90.0 % less than it could use.",
            finding.Headline);

        FindingRecords stolen = new(BusyHostRule.Rule);
        Run(stolen, _ => new Second(200, 3_000) { OthersMs = 300, StolenMs = 1_500 });
        finding = Assert.Single(stolen.Findings());
        Assert.Equal("other virtual machines", finding.Culprit);
        Assert.Contains("machine/processor/1/hostSteal 0.75", Cells(finding));
    }

    [Fact]
    public void A_process_that_uses_its_whole_quota_loses_nothing_to_others()
    {
        FindingRecords records = new(BusyHostRule.Rule);
        Run(records, _ => new Second(300, 3_000) { Quota = 300, Periods = 10, StoppedMs = 700, OthersMs = 1_700 });
        Assert.Empty(records.Findings());

        FindingRecords wide = new(BusyHostRule.Rule);
        Run(wide, _ => new Second(300, 3_000) { Quota = 1_500, OthersMs = 1_700 });
        Assert.Equal("other programs", Assert.Single(wide.Findings()).Culprit);
    }

    [Theory]
    [InlineData(900, true)]
    [InlineData(2_500, false)]
    public void A_pause_that_would_be_short_on_a_free_machine_is_the_effect_of_a_busy_one(int pauseMs, bool isEffect)
    {
        FindingRecords records = new(BusyHostRule.Rule, GcPauseRule.Rule);
        Run(records, _ => new Second(200, 3_000) { OthersMs = 1_800 });
        AddPause(records, 3_000, pauseMs);
        IReadOnlyList<Finding> findings = records.Findings();
        Finding busy = findings.Single(one => one.Rule == "busy-host");
        Assert.Equal(isEffect, busy.Effects.Any(one => one.Rule == "long-gc-pause"));
        Assert.Equal(isEffect ? 1 : 2, findings.Count);
    }

    [Theory]
    [InlineData(300, true)]
    [InlineData(600, false)]
    public void Time_for_collections_that_a_quota_made_long_is_its_effect(int pausedMsPerSecond, bool isEffect)
    {
        FindingRecords records = new(CpuThrottlingRule.Rule, GcLoadRule.Rule);
        Run(records, _ => new Second(300, 2_000) { Quota = 300, Periods = 10, StoppedMs = 1_200 });
        for (int second = 0; second < Seconds; second++)
        {
            AddPause(records, 1_000 * second, pausedMsPerSecond);
        }

        Finding throttled = records.Findings().Single(one => one.Rule == "cpu-throttling");
        Assert.Equal(isEffect, throttled.Effects.Any(one => one.Rule == "gc-load"));
    }

    [Fact]
    public void Without_figures_nothing_is_found_and_the_recording_is_named()
    {
        FindingRecords records = new(CoverageState.NotRecorded, [CpuThrottlingRule.Rule, BusyHostRule.Rule]);
        FindingReport report = records.Report();
        Assert.Empty(report.Findings);
        Assert.Equal(
            ["cpu-throttling --figures on", "busy-host --figures on"],
            report.Unexamined.Select(one => $"{one.Rule.Name} {one.Rule.Recording}"));
    }

    [Fact]
    public void A_figure_that_the_kernel_does_not_have_leaves_a_rule_open()
    {
        FindingRecords records = new(CpuThrottlingRule.Rule, BusyHostRule.Rule);
        Run(records, _ => new Second(200, 10));
        FindingReport report = records.Report();
        Assert.Equal(["cpu-throttling NotRecorded"], report.Unexamined.Select(one => $"{one.Rule.Name} {one.Gap}"));
        Assert.Equal(["busy-host"], report.Examined.Select(one => one.Name));
    }

    private static void AddPause(FindingRecords records, int startMs, int durationMs) =>
        records.Model.Add(new Pause(PauseCause.Collection, "", Range(startMs, startMs + durationMs))
        {
            Collections = [new PauseCollection(1, 2, false, null)],
            SuspensionNanoseconds = 0,
        });

    private static IEnumerable<string> Cells(Finding finding) =>
        finding.Evidence.Select(one => FormattableString.Invariant($"{one.Id} {one.Value.AsNumber:0.###}"));

    // Two processors, of which the kernel reports the time each second.
    private static void Run(FindingRecords records, Func<int, Second> course)
    {
        Totals totals = new();
        totals.AddTo(records, 0, course(0).Quota);
        for (int second = 0; second < Seconds; second++)
        {
            Second now = course(second);
            totals.Add(now);
            totals.AddTo(records, second + 1, now.Quota);
        }
    }

    private sealed record Second(int UsedMs, int WaitingMs)
    {
        public int OthersMs { get; init; }

        public int StolenMs { get; init; }

        public int? Quota { get; init; }

        public int Periods { get; init; }

        public int StoppedMs { get; init; }
    }

    private sealed class Totals
    {
        private const long Ms = 1_000_000;
        private const int AllMs = 2_000;
        private const int PeriodsPerSecond = 10;
        private long _used, _waiting, _others, _stolen, _idle, _periods, _stopped, _stoppedPeriods;

        public void Add(Second second)
        {
            _used += second.UsedMs * Ms;
            _waiting += second.WaitingMs * Ms;
            _others += second.OthersMs * Ms;
            _stolen += second.StolenMs * Ms;
            _idle += (AllMs - second.UsedMs - second.OthersMs - second.StolenMs) * Ms;
            _periods += PeriodsPerSecond;
            _stoppedPeriods += second.Periods;
            _stopped += second.StoppedMs * Ms;
        }

        public void AddTo(FindingRecords records, int second, int? quota)
        {
            int ms = 1_000 * second;
            records.Model.Add(Process(ms, ("UserTime", _used), ("SystemTime", 0), ("RunQueueDelay", _waiting)));
            records.Model.Add(Host(
                ms, ("UserTime", _used + _others), ("SystemTime", 0), ("StealTime", _stolen), ("IdleTime", _idle),
                ("IoWaitTime", 0)));
            if (quota is { } limit)
            {
                records.Model.Add(Cgroup(
                    ms, "/shop", ("Level", 0), ("CpuQuota", limit * Ms / PeriodsPerSecond),
                    ("CpuPeriod", 100 * Ms), ("CpuTime", _used), ("Periods", _periods),
                    ("ThrottledPeriods", _stoppedPeriods), ("ThrottledTime", _stopped)));
            }
        }
    }
}
