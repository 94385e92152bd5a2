using Contrail.Analysis.Findings;
using Contrail.Analysis.Findings.Rules;
using Contrail.Analysis.Model;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.ViewRecords;

namespace Contrail.Tests.Analysis.Findings;

public sealed class LeakRuleTests
{
    [Theory]
    [InlineData(new long[] { 10, 20, 30, 40, 50, 60, 70, 80, 90 }, true)]
    [InlineData(new long[] { 10, 60, 90, 90, 90, 90, 90, 90, 90 }, false)]
    [InlineData(new long[] { 10, 90, 10, 90, 10, 90, 10, 90, 10 }, false)]
    [InlineData(new long[] { 10, 11, 12, 13, 14, 15, 16, 17, 18 }, false)]
    [InlineData(new long[] { 10, 20, 30, 40, 50, 60, 70, 30 }, false)]
    [InlineData(new long[] { 10, 90 }, false)]
    public void Only_a_heap_that_grows_through_the_whole_window_is_a_leak(long[] mebibytes, bool isLeak)
    {
        FindingRecords records = new(ManagedLeakRule.Rule);
        for (int index = 0; index < mebibytes.Length; index++)
        {
            AddHeap(records, 1_000 * index, mebibytes[index], generation: 2);
        }

        Assert.Equal(isLeak, records.Findings().Count == 1);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(100, false)]
    public void What_runs_while_full_collections_free_much_is_no_leak(long freed, bool isLeak)
    {
        FindingRecords records = new(ManagedLeakRule.Rule);
        for (int number = 0; number < 18; number++)
        {
            AddHeap(records, 500 * number, 100 + (20 * number) + freed, generation: 1);
            AddHeap(records, (500 * number) + 200, 100 + (20 * number), generation: 2);
        }

        Assert.Equal(isLeak, records.Findings().Count == 1);
    }

    [Fact]
    public void The_growth_is_what_full_collections_left_with_large_objects()
    {
        FindingRecords records = new(ManagedLeakRule.Rule);
        for (int second = 0; second < 9; second++)
        {
            AddHeap(records, 1_000 * second, 1 + (20 * second), generation: second % 2 == 0 ? 1 : 2, large: 5 * second);
        }

        Finding finding = Assert.Single(records.Findings());
        Assert.StartsWith(
            "The managed heap only grows: 150 MiB in 6 s that 4 full collections did not free.", finding.Headline,
            StringComparison.Ordinal);
        Assert.Equal(
            ["heap/full/1/gen2 21", "heap/full/1/large 5", "heap/full/4/gen2 141", "heap/full/4/large 35"],
            finding.Evidence.Select(one => $"{one.Id} {one.Value.AsNumber / (1 << 20)}"));
    }

    [Fact]
    public void Without_collections_of_the_oldest_generation_growth_proves_no_leak()
    {
        FindingRecords records = new(ManagedLeakRule.Rule);
        for (int second = 0; second < 9; second++)
        {
            records.Model.Add(new HeapState(At(1_000 * second), 0, 0, (10L + (10 * second)) << 20, 0, 0));
        }

        Assert.Empty(records.Findings());
    }

    [Theory]
    [InlineData(new long[] { 100, 200, 300, 400 }, true)]
    [InlineData(new long[] { 100, 600, 120, 400 }, false)]
    [InlineData(new long[] { 100, 150, 200 }, false)]
    [InlineData(new long[] { 1_000, 1_100, 1_200, 1_300 }, false)]
    public void Much_growth_without_full_collections_is_neither_a_leak_nor_silence(long[] mebibytes, bool isFound)
    {
        FindingRecords records = new(ManagedLeakRule.Rule);
        for (int index = 0; index < mebibytes.Length; index++)
        {
            records.Model.Add(new HeapState(At(1_000 * index), 0, mebibytes[index] << 20, 0, 0, 0));
        }

        IReadOnlyList<Finding> findings = records.Findings();
        Assert.Equal(isFound, findings.Count == 1);
        Assert.All(findings, one =>
        {
            Assert.Equal((FindingSeverity.Info, FindingConfidence.Low), (one.Severity, one.Confidence));
            Assert.StartsWith("The managed heap grew by 300 MiB in 3 s; ", one.Headline, StringComparison.Ordinal);
        });
    }

    private static void AddHeap(FindingRecords records, long ms, long mebibytes, int generation, long large = 0)
    {
        records.Model.Add(new Collection(ms, generation, "small objects allocated", true, Range(ms, ms + 1)));
        records.Model.Add(new HeapState(At(ms + 2), 0, 0, mebibytes << 20, large << 20, 0));
    }
}
