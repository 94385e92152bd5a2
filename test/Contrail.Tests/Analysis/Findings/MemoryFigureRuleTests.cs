using Contrail.Analysis.Findings;
using Contrail.Analysis.Findings.Rules.Machine;
using Contrail.Analysis.Model;
using Contrail.Core.Ring.Lanes.Figures;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.FigureRecords;
using static Contrail.Tests.Support.ViewRecords;

namespace Contrail.Tests.Analysis.Findings;

/// <summary>Memory and system calls, by the figures of the operating system.</summary>
public sealed class MemoryFigureRuleTests
{
    private const int Seconds = 10;

    [Theory]
    [InlineData(10, 0, 8, true)]
    [InlineData(10, 9, 8, false)]
    [InlineData(10, 0, 1, false)]
    [InlineData(2, 0, 8, false)]
    public void Memory_that_grows_while_the_heap_does_not_is_a_native_leak(
        int anonymousPerSecond, int heapPerSecond, int collections, bool isFound)
    {
        FindingRecords records = new(NativeLeakRule.Rule);
        Each(second => records.Model.Add(Process(
            1_000 * second, ("AnonymousBytes", MiB(100 + (anonymousPerSecond * second))), ("Threads", 20))));
        for (int number = 0; number < collections; number++)
        {
            long heap = MiB(30 + (heapPerSecond * number));
            records.Model.Add(new HeapState(At(500 + (1_100 * number)), 0, 0, heap, 0, 0));
        }

        IReadOnlyList<Finding> findings = records.Findings();
        Assert.Equal(isFound, findings.Count == 1);
        Assert.All(findings, one =>
        {
            Assert.Equal((FindingSeverity.Warning, FindingConfidence.Medium), (one.Severity, one.Confidence));
            Assert.Equal("heap/states/8/total 30", one.Evidence.Where(cell => cell.View == "heap")
                .Select(cell => $"{cell.Id} {cell.Value.AsNumber / (1 << 20)}").Last());
        });
    }

    [Theory]
    [InlineData(new[] { 100, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200 })]
    [InlineData(new[] { 100, 200, 100, 200, 100, 200, 100, 200, 100, 200, 200 })]
    [InlineData(new[] { 100, 100, 100, 100, 100, 100, 100, 100, 200, 200, 200 })]
    public void Memory_that_is_filled_once_or_swings_is_no_leak(int[] anonymous)
    {
        FindingRecords records = new(NativeLeakRule.Rule);
        Each(second =>
        {
            records.Model.Add(Process(1_000 * second, ("AnonymousBytes", MiB(anonymous[second]))));
            records.Model.Add(new HeapState(At((1_000 * second) + 1), 0, 0, MiB(30), 0, 0));
        });
        Assert.Empty(records.Findings());
    }

    [Theory]
    [InlineData(185, 200, true)]
    [InlineData(150, 200, false)]
    public void A_limit_is_near_if_the_process_has_most_of_it_without_pages_of_files(int own, int limit, bool isFound)
    {
        FindingRecords records = new(MemoryLimitRule.Rule);
        Each(second =>
        {
            records.Model.Add(Process(
                1_000 * second, ("AnonymousBytes", MiB(own - 5)), ("SharedBytes", MiB(5)), ("FileBytes", MiB(90))));
            records.Model.Add(Cgroup(
                1_000 * second, "/shop", ("Level", 0), ("MemoryBytes", MiB(limit)), ("MemoryLimit", MiB(limit)),
                ("MemoryLimitEvents", 1_000 * second), ("OomKills", 3)));
        });
        IReadOnlyList<Finding> findings = records.Findings();
        Assert.Equal(isFound, findings.Count == 1);
        Assert.All(findings, one => Assert.Equal(
            "The memory limit is near: of 200 MiB that the control group may use, this process has 185 MiB (92.5 %) "
                + "that the kernel cannot drop.",
            one.Headline));
    }

    [Fact]
    public void No_limit_is_never_near()
    {
        FindingRecords records = new(MemoryLimitRule.Rule);
        Each(second =>
        {
            records.Model.Add(Process(1_000 * second, ("AnonymousBytes", MiB(185)), ("SharedBytes", 0)));
            records.Model.Add(Cgroup(1_000 * second, "/shop", ("Level", 0), ("MemoryLimit", FigureTable.NoLimit)));
        });
        Assert.Empty(records.Findings());
    }

    [Fact]
    public void A_process_that_the_kernel_ends_is_critical()
    {
        FindingRecords records = new(MemoryLimitRule.Rule);
        Each(second => records.Model.Add(Cgroup(
            1_000 * second, "/shop", ("Level", 0), ("MemoryLimit", MiB(200)), ("OomKills", second < 5 ? 3 : 4))));
        Finding finding = Assert.Single(records.Findings());
        Assert.Equal(FindingSeverity.Critical, finding.Severity);
        Assert.Equal(
            "The kernel ended 1 process of the control group: its memory limit of 200 MiB was exceeded.",
            finding.Headline);
        Assert.Equal("the memory limit of /shop", finding.Culprit);
    }

    [Theory]
    [InlineData(150, 40, 200, 0, "the memory limit of the control group")]
    [InlineData(150, 40, 100, 0, "files that are not in memory")]
    [InlineData(150, 40, 100, 30, "swap")]
    [InlineData(700, 0, 200, 0, "the memory limit of the control group")]
    [InlineData(150, 0, 200, 0, null)]
    [InlineData(5, 40, 200, 0, null)]
    public void Major_faults_are_found_if_something_waits_or_they_are_many(
        int faults, int stalledPercent, int groupMebibytes, int swapMebibytes, string? culprit)
    {
        FindingRecords records = new(MajorFaultsRule.Rule);
        Each(second =>
        {
            int ms = 1_000 * second;
            records.Model.Add(Process(
                ms, ("MajorFaults", faults * second), ("SwapBytes", MiB(swapMebibytes)), ("ThreadsBlocked", 0),
                ("StorageReadBytes", 0)));
            records.Model.Add(Cgroup(
                ms, "/shop", ("Level", 0), ("MemoryBytes", MiB(groupMebibytes)), ("MemoryLimit", MiB(200))));
            records.Model.Add(Host(ms, ("IoStalled", stalledPercent * 10_000_000L * second), ("MemoryStalled", 0)));
        });
        Assert.Equal(culprit, records.Findings().SingleOrDefault()?.Culprit);
    }

    [Theory]
    [InlineData(20_000, 4, "Warning")]
    [InlineData(3_000, 4, "Info")]
    [InlineData(500, 4, null)]
    [InlineData(20_000, 4_000, null)]
    public void Calls_are_small_if_they_are_many_with_few_bytes_each(int calls, int bytes, string? severity)
    {
        foreach (string verb in (string[])["write", "read"])
        {
            FindingRecords records = new(SmallIoRule.Rule);
            string kind = verb == "write" ? "Write" : "Read";
            Each(second => records.Model.Add(Process(
                1_000 * second, ($"{kind}Calls", (long)calls * second),
                ($"{kind}Bytes", (long)calls * bytes * second))));
            Finding? finding = records.Findings().SingleOrDefault();
            Assert.Equal(severity, finding?.Severity.ToString());
            Assert.True(finding is null || finding.Headline.Contains(
                $"each second to {verb} 4 bytes each", StringComparison.Ordinal));
        }
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
