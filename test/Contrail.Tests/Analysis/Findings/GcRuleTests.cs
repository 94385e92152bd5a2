using Contrail.Analysis.Findings;
using Contrail.Analysis.Findings.Rules;
using Contrail.Analysis.Model;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.ViewRecords;

namespace Contrail.Tests.Analysis.Findings;

public sealed class GcRuleTests
{
    [Fact]
    public void The_code_that_started_most_of_the_pauses_is_named_with_its_part()
    {
        FindingRecords records = new(GcLoadRule.Rule);
        StackId often = records.Stack("Shop.Orders.Load");
        StackId rarely = records.Stack("Shop.Report.Write");
        for (int number = 1; number <= 8; number++)
        {
            Collect(records, number, number <= 6 ? 100 : 600, "small objects allocated", number <= 6 ? often : rarely);
        }

        Finding finding = Assert.Single(records.Findings());
        Assert.Equal("Shop.Report.Write", finding.Culprit);
        Assert.EndsWith(
            " Most of that (66.7 %) was for collections that started when Shop.Report.Write allocated.",
            finding.Headline, StringComparison.Ordinal);
        Assert.Contains("gc/places/2/pause", finding.Evidence.Select(one => one.Id));
    }

    [Fact]
    public void A_part_that_is_not_above_half_is_not_called_most()
    {
        FindingRecords records = new(GcLoadRule.Rule);
        for (int number = 1; number <= 5; number++)
        {
            Collect(records, number, 400, "small objects allocated", records.Stack($"Shop.Part{number / 2}.Run"));
        }

        Assert.EndsWith(
            " The largest known part of that (40.0 %) was for collections that started when Shop.Part1.Run allocated.",
            Assert.Single(records.Findings()).Headline, StringComparison.Ordinal);
    }

    [Fact]
    public void Code_that_requests_collections_is_not_blamed_for_allocations()
    {
        FindingRecords records = new(GcLoadRule.Rule);
        for (int number = 1; number <= 8; number++)
        {
            Collect(records, number, 300, "induced", records.Stack("System.GC.Collect", "Shop.Cache.Trim"));
        }

        Finding finding = Assert.Single(records.Findings());
        Assert.Equal(("", "Shop.Cache.Trim"), (finding.Culprit, Assert.Single(finding.Involved)));
        Assert.EndsWith(
            " Most of that (100.0 %) was for collections that were requested.", finding.Headline,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, FindingSeverity.Info)]
    [InlineData(5, FindingSeverity.Warning)]
    public void Without_a_caller_collections_can_be_those_of_a_tool(int count, object severity)
    {
        FindingRecords records = new(InducedCollectionsRule.Rule);
        for (int number = 1; number <= count; number++)
        {
            Collect(records, number, 300, "induced", StackId.None);
        }

        Finding finding = Assert.Single(records.Findings());
        Assert.StartsWith(
            $"{count} collections that something requested (GC.Collect, or a diagnostic tool)", finding.Headline,
            StringComparison.Ordinal);
        Assert.Equal((FindingSeverity)severity, finding.Severity);
        Assert.DoesNotContain("Remove", finding.NextStep, StringComparison.Ordinal);
    }

    // The runtime inlines a method that it compiles again, and then its caller is the innermost one.
    [Fact]
    public void A_call_of_a_method_that_was_inlined_later_is_one_place()
    {
        FindingRecords records = new(InducedCollectionsRule.Rule);
        StackId before = records.Stack("System.GC.Collect", "Shop.Cleaner.CleanUp", "Shop.Batch.Run");
        StackId after = records.Stack("System.GC.Collect", "Shop.Batch.Run");
        StackId other = records.Stack("System.GC.Collect", "Shop.Report.Make");
        for (int number = 1; number <= 4; number++)
        {
            Collect(records, number, 30, "induced", number <= 1 ? before : after);
        }

        Collect(records, 5, 30, "induced", other);
        Assert.Equal(
            ["Shop.Cleaner.CleanUp calls GC.Collect: 4 collections", "Shop.Report.Make calls GC.Collect: 1 collection"],
            records.Findings().Select(finding => finding.Headline.Split(" that")[0]));
    }

    [Theory]
    [InlineData(3, " 2 more were longer than 200 ms.")]
    [InlineData(150, " At least 99 more were longer than 200 ms.")]
    public void A_table_of_the_longest_pauses_does_not_show_how_many_there_were(int count, string others)
    {
        FindingRecords records = new(GcPauseRule.Rule);
        for (int number = 1; number <= count; number++)
        {
            Collect(records, number, 300, "small objects allocated", StackId.None);
        }

        Assert.EndsWith(
            others, Assert.Single(records.Findings(200_000)).Headline, StringComparison.Ordinal);
    }

    private static void Collect(FindingRecords records, long number, long ms, string reason, StackId stack)
    {
        TimeRange range = Range(number * 1_000, (number * 1_000) + ms);
        records.Model.Add(new Collection(number, 2, reason, false, range) { Stack = stack });
        records.Model.Add(new Pause(PauseCause.Collection, "", range)
        {
            Collections = [new PauseCollection(number, 2, false, null)],
            SuspensionNanoseconds = 0,
        });
    }
}
