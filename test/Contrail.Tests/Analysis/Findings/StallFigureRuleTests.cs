using Contrail.Analysis.Findings;
using Contrail.Analysis.Findings.Rules.Machine;
using Contrail.Core.Ring.Lanes.Figures;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.FigureRecords;

namespace Contrail.Tests.Analysis.Findings;

/// <summary>Threads that wait for storage or for memory, by the figures of the operating system.</summary>
public sealed class StallFigureRuleTests
{
    private const int Seconds = 10;
    private const long Percent = 10_000_000;

    [Theory]
    [InlineData(2, 60, "Warning")]
    [InlineData(1, 30, "Info")]
    [InlineData(0, 60, null)]
    [InlineData(2, 10, null)]
    public void Storage_is_a_finding_if_it_blocks_threads_of_the_process(
        int blocked, int stalledPercent, string? severity)
    {
        FindingRecords records = new(DiskStallRule.Rule);
        Each(second => AddStorage(records, second, blocked, faults: 0, host: stalledPercent));
        Finding? finding = records.Findings().SingleOrDefault();
        Assert.Equal(severity, finding?.Severity.ToString());
        Assert.True(finding is null || finding.Confidence == FindingConfidence.Medium);
    }

    [Fact]
    public void Storage_that_only_others_wait_for_in_the_control_group_is_not_the_machines()
    {
        FindingRecords records = new(DiskStallRule.Rule);
        Each(second =>
        {
            AddStorage(records, second, blocked: 1, faults: 0, host: 90);
            records.Model.Add(Cgroup(1_000 * second, "/shop", ("Level", 0), ("IoStalled", second * Percent)));
        });
        Assert.Empty(records.Findings());
    }

    [Fact]
    public void A_control_group_that_waits_for_storage_is_certain()
    {
        FindingRecords records = new(DiskStallRule.Rule);
        Each(second =>
        {
            AddStorage(records, second, blocked: second > 4 ? 3 : 0, faults: 0, host: 10);
            records.Model.Add(Cgroup(1_000 * second, "/shop", ("Level", 0), ("IoStalled", 70 * second * Percent)));
        });
        Finding finding = Assert.Single(records.Findings());
        Assert.Equal(FindingConfidence.High, finding.Confidence);
        Assert.Equal(
            "Threads are blocked by storage: for 6 s up to 3 threads of the process at once, and something waited for "
                + "storage 70.0 % of the time; the process itself reads 0 B and writes 4 MiB each second.",
            finding.Headline);
        Assert.Contains("machine/io/9/groupStalled", finding.Evidence.Select(one => one.Id));
    }

    [Theory]
    [InlineData(0, 30, true)]
    [InlineData(0, 5, false)]
    [InlineData(40, 30, false)]
    public void Without_pressure_idle_processors_that_wait_for_storage_count(int faults, int waiting, bool isFound)
    {
        FindingRecords records = new(DiskStallRule.Rule);
        Each(second => AddStorage(records, second, blocked: 1, faults, host: null, waiting));
        Assert.Equal(isFound, records.Findings().Count == 1);
    }

    [Fact]
    public void Threads_that_wait_for_memory_do_not_wait_for_storage()
    {
        FindingRecords records = new(DiskStallRule.Rule);
        Each(second => AddStorage(records, second, blocked: 2, faults: 0, host: 50, memory: 60));
        Assert.Empty(records.Findings());
    }

    [Fact]
    public void A_thread_that_is_blocked_for_a_moment_is_no_finding()
    {
        FindingRecords records = new(DiskStallRule.Rule);
        Each(second => AddStorage(records, second, blocked: second % 3 == 0 ? 4 : 0, faults: 0, host: 60));
        Assert.Empty(records.Findings());
    }

    [Theory]
    [InlineData(50, 30, 100, "Warning", "High")]
    [InlineData(50, 8, 100, "Info", "High")]
    [InlineData(50, 1, 190, null, null)]
    [InlineData(0, 30, 190, null, null)]
    [InlineData(50, null, 190, "Warning", "Medium")]
    [InlineData(50, null, 40, null, null)]
    public void A_group_above_its_high_limit_is_a_finding_if_something_waits(
        int events, int? stalledPercent, int own, string? severity, string? confidence)
    {
        FindingRecords records = new(MemoryThrottlingRule.Rule);
        Each(second =>
        {
            records.Model.Add(Process(1_000 * second, ("AnonymousBytes", MiB(own)), ("SharedBytes", 0)));
            AddGroup(records, second, "/shop", 0, MiB(200), events, stalledPercent);
        });
        Finding? finding = records.Findings().SingleOrDefault();
        Assert.Equal((severity, confidence), (finding?.Severity.ToString(), finding?.Confidence.ToString()));
    }

    [Fact]
    public void The_nearest_group_above_its_high_limit_is_named()
    {
        FindingRecords records = new(MemoryThrottlingRule.Rule);
        Each(second =>
        {
            AddGroup(records, second, "/shop/web", 0, FigureTable.NoLimit, 0, 30);
            AddGroup(records, second, "/shop", 1, MiB(300), 40, 30);
            AddGroup(records, second, "/", 2, MiB(900), 90, 30);
        });
        Finding finding = Assert.Single(records.Findings());
        Assert.Equal("memory.high of /shop", finding.Culprit);
        Assert.Equal(FindingConfidence.Medium, finding.Confidence);
        Assert.Equal(
            "The control group is above its memory.high of 300 MiB: the kernel stopped its threads 40 times each "
                + "second for 10 s to reclaim memory, and something waited for it 30.0 % of the time.",
            finding.Headline);
    }

    [Fact]
    public void A_figure_that_the_kernel_does_not_have_leaves_a_rule_open()
    {
        FindingRecords records = new(DiskStallRule.Rule, MemoryThrottlingRule.Rule);
        Each(second =>
        {
            records.Model.Add(Process(1_000 * second, ("UserTime", 0)));
            records.Model.Add(Cgroup(1_000 * second, "/shop", ("Level", 0), ("MemoryLimit", MiB(200))));
        });
        FindingReport report = records.Report();
        Assert.Equal(
            ["disk-stall NotRecorded", "memory-throttling NotRecorded"],
            report.Unexamined.Select(one => $"{one.Rule.Name} {one.Gap}"));
    }

    private static void AddGroup(
        FindingRecords records, int second, string path, int level, long high, int events, int? stalledPercent) =>
        records.Model.Add(Cgroup(
            1_000 * second, path, ("Level", level), ("MemoryHigh", high), ("MemoryHighEvents", events * second),
            ("MemoryStalled", stalledPercent is { } percent ? percent * Percent * second : FigureTable.Unknown)));

    // Two processors, and a process that writes 4 MiB each second.
    private static void AddStorage(
        FindingRecords records, int second, int blocked, int faults, int? host, int waiting = 0, int memory = 0)
    {
        int ms = 1_000 * second;
        records.Model.Add(Process(
            ms, ("ThreadsBlocked", blocked), ("MajorFaults", faults * second), ("StorageReadBytes", 0),
            ("StorageWriteBytes", MiB(4 * second))));
        records.Model.Add(Host(
            ms, ("UserTime", 50 * Percent * second), ("IdleTime", (150 - waiting) * Percent * second),
            ("IoWaitTime", waiting * Percent * second), ("MemoryStalled", memory * Percent * second),
            ("IoStalled", host is { } percent ? percent * Percent * second : FigureTable.Unknown)));
    }

    private static void Each(Action<int> second)
    {
        for (int number = 0; number <= Seconds; number++)
        {
            second(number);
        }
    }

    private static long MiB(long count) => count << 20;
}
