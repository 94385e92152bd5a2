using Contrail.Analysis.Findings;
using Contrail.Analysis.Findings.Rules;
using Contrail.Analysis.Model;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.ViewRecords;

namespace Contrail.Tests.Analysis.Findings;

public sealed class MemoryRuleTests
{
    [Fact]
    public void Induced_collections_name_the_code_that_calls_the_collector_and_explain_its_pauses()
    {
        FindingRecords records = new(InducedCollectionsRule.Rule, GcPauseRule.Rule, GcLoadRule.Rule);
        for (int number = 1; number <= 8; number++)
        {
            Collect(records, number, 300, "induced", records.Stack("System.GC.Collect", "Shop.Cache.Trim"));
        }

        Finding finding = Assert.Single(records.Findings());
        Assert.Equal("Shop.Cache.Trim", finding.Culprit);
        Assert.StartsWith(
            "Shop.Cache.Trim calls GC.Collect: 8 collections that nothing else required stopped all threads for 2.4 s",
            finding.Headline, StringComparison.Ordinal);
        Assert.Equal(["gc-load", "long-gc-pause"], finding.Effects.Select(one => one.Rule).Order());
    }

    [Fact]
    public void Each_code_that_induces_collections_is_blamed_for_its_own()
    {
        FindingRecords records = new(InducedCollectionsRule.Rule);
        for (int number = 1; number <= 8; number++)
        {
            string code = number < 6 ? "Shop.Cache.Trim" : "Shop.Report.Free";
            Collect(records, number, 300, "induced", records.Stack("System.GC.Collect", code));
        }

        Assert.Equal(
            ["Shop.Cache.Trim 5", "Shop.Report.Free 3"],
            records.Findings().Select(one => $"{one.Culprit} {one.Evidence[0].Value.AsNumber}"));
    }

    [Fact]
    public void One_induced_collection_in_a_long_window_is_no_warning()
    {
        FindingRecords records = new(InducedCollectionsRule.Rule);
        Collect(records, 1, 5, "induced", records.Stack("System.GC.Collect", "Shop.Cache.Trim"));
        Assert.Equal(FindingSeverity.Info, Assert.Single(records.Findings(60_000)).Severity);
    }

    [Fact]
    public void Large_objects_name_the_code_that_allocates_them()
    {
        FindingRecords records = new(LohChurnRule.Rule, GcLoadRule.Rule);
        for (int number = 1; number <= 10; number++)
        {
            Collect(records, number, 150, "large objects allocated", records.Stack("Shop.Reports.Render"));
        }

        Finding finding = Assert.Single(records.Findings());
        Assert.Equal(("loh-churn", "Shop.Reports.Render"), (finding.Rule, finding.Culprit));
        Assert.Equal("gc-load", Assert.Single(finding.Effects).Rule);
    }

    [Theory]
    [InlineData(2, 8, FindingConfidence.Medium, "Large objects are allocated (")]
    [InlineData(8, 2, FindingConfidence.High, "Shop.Reports.Render allocates large objects (")]
    public void Code_that_starts_a_part_of_the_collections_is_named_with_its_part(
        int known, int unknown, object confidence, string start)
    {
        FindingRecords records = new(LohChurnRule.Rule);
        for (int number = 1; number <= known + unknown; number++)
        {
            StackId stack = number <= known ? records.Stack("Shop.Reports.Render") : StackId.None;
            Collect(records, number, 50, "large objects allocated", stack);
        }

        Finding finding = Assert.Single(records.Findings());
        Assert.Equal(((FindingConfidence)confidence, "Shop.Reports.Render"), (finding.Confidence, finding.Culprit));
        Assert.StartsWith(start, finding.Headline, StringComparison.Ordinal);
        Assert.EndsWith(
            $" {known}0.0 % of these collections started in Shop.Reports.Render.", finding.Headline,
            StringComparison.Ordinal);
        Assert.Contains(finding.Evidence, one => one.Label == "collections for them, started in unknown code");
        Assert.Contains(
            finding.Evidence, one => one.Label == "all threads were stopped for those started in Shop.Reports.Render");
    }

    [Fact]
    public void A_long_pause_that_is_not_the_stop_of_threads_is_one_of_the_collector()
    {
        FindingRecords records = new(GcPauseRule.Rule, SlowSuspensionRule.Rule);
        Collect(records, 1, 900, "small objects allocated", records.Stack("Shop.Orders.Load"), suspensionMs: 3);
        Finding finding = Assert.Single(records.Findings());
        Assert.Equal(("long-gc-pause", "Shop.Orders.Load"), (finding.Rule, finding.Culprit));
        Assert.Equal(900, finding.Range!.Value.Nanoseconds / 1e6);
    }

    [Theory]
    [InlineData(1_900, true)]
    [InlineData(6_000, false)]
    public void The_sizes_after_a_pause_are_those_of_its_collection(int reportedMs, bool areIts)
    {
        FindingRecords records = new(GcPauseRule.Rule);
        Collect(records, 1, 900, "small objects allocated", records.Stack("Shop.Orders.Load"), suspensionMs: 3);
        records.Model.Add(new HeapState(At(reportedMs), 0, 0, 7 << 20, 0, 0));
        Assert.Equal(
            areIts,
            Assert.Single(records.Findings()).Evidence.Any(one => one.Label.StartsWith("survived", default)));
    }

    [Theory]
    [InlineData(24, FindingSeverity.Info)]
    [InlineData(100, FindingSeverity.Warning)]
    public void A_long_pause_with_little_work_is_the_machines(int survivedMebibytes, object severity)
    {
        FindingRecords records = new(GcPauseRule.Rule);
        Collect(records, 1, 900, "small objects allocated", records.Stack("Shop.Orders.Load"), suspensionMs: 3);
        records.Model.Add(new HeapState(At(1_900), 0, 0, 7 << 20, 0, 0)
        {
            PromotedBytes = (long)survivedMebibytes << 20,
        });
        Finding finding = Assert.Single(records.Findings());
        Assert.Equal((FindingSeverity)severity, finding.Severity);
        Assert.Equal(survivedMebibytes == 24, finding.NextStep.Contains("machine", StringComparison.Ordinal));
    }

    [Fact]
    public void A_pause_in_which_threads_stop_late_is_not_blamed_on_the_collector()
    {
        FindingRecords records = new(GcPauseRule.Rule, SlowSuspensionRule.Rule);
        Collect(records, 1, 900, "small objects allocated", records.Stack("Shop.Orders.Load"), suspensionMs: 880);
        Finding finding = Assert.Single(records.Findings());
        Assert.Equal(("slow-suspension", ""), (finding.Rule, finding.Culprit));
        Assert.Equal((FindingSeverity.Info, FindingConfidence.Low), (finding.Severity, finding.Confidence));
    }

    [Theory]
    [InlineData("Low", "Info")]
    [InlineData("Medium", "Critical")]
    public void A_finding_of_low_confidence_is_information(string confidence, string severity)
    {
        FindingRule rule = new("unsure", "anything", ModelNeeds.None, [], _ =>
        [
            new Finding
            {
                Rule = "unsure",
                Headline = "It can be this.",
                Culprit = "",
                Severity = FindingSeverity.Critical,
                Confidence = Enum.Parse<FindingConfidence>(confidence),
                Reason = "It can be that.",
                Impact = 1,
                Evidence = [],
                NextStep = "Record more.",
            },
        ]);
        Assert.Equal(severity, Assert.Single(new FindingRecords(rule).Findings()).Severity.ToString());
    }

    [Fact]
    public void One_short_induced_collection_is_no_warning_however_its_time_is_measured()
    {
        FindingRecords records = new(InducedCollectionsRule.Rule);
        Collect(records, 1, 60, "induced", records.Stack("System.GC.Collect", "Shop.Cache.Trim"));
        Finding finding = Assert.Single(records.Findings(endMs: 600_000));
        Assert.Equal(FindingSeverity.Info, finding.Severity);
        Assert.Contains("(0.0 % of the window)", finding.Headline, StringComparison.Ordinal);
    }

    [Fact]
    public void Objects_with_finalizers_and_pinned_ones_are_counted_by_their_median()
    {
        FindingRecords records = new(PinnedObjectsRule.Rule, FinalizerBacklogRule.Rule);
        foreach (long count in (long[])[1, 2, 20_000, 30_000, 40_000])
        {
            records.Model.Add(new HeapState(At(count), 0, 0, 0, 0, 0)
            {
                PinnedObjectCount = count,
                FinalizationCount = count,
            });
        }

        Assert.Equal(
            ["finalizer-backlog 20000", "pinned-objects 20000"],
            records.Findings().Select(one => $"{one.Rule} {one.Evidence[0].Value.AsNumber}").Order());
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(190, false)]
    public void Time_until_threads_have_stopped_is_no_load_of_the_collector(long suspensionMs, bool isFound)
    {
        FindingRecords records = new(GcLoadRule.Rule);
        StackId stack = records.Stack("Shop.Report.Write");
        for (int number = 1; number <= 9; number++)
        {
            Collect(records, number, 200, "small objects allocated", stack, suspensionMs);
        }

        Assert.Equal(isFound, records.Findings().Count == 1);
        Assert.All(records.Findings(), one => Assert.StartsWith(
            "Collections stopped all threads for 17.1 % of the window.", one.Headline, StringComparison.Ordinal));
    }

    [Fact]
    public void A_backlog_of_finalizers_names_the_type_of_those_that_run()
    {
        FindingRecords records = new(FinalizerBacklogRule.Rule);
        for (int number = 1; number <= 5; number++)
        {
            records.Model.Add(new HeapState(At(number), 0, 0, 0, 0, 0) { FinalizationCount = 20_000 });
            records.Model.Add(new FinalizedObject(At(number), number == 1 ? "Shop.Timer" : "Shop.Document"));
        }

        Finding finding = Assert.Single(records.Findings(1_000));
        Assert.Equal("Shop.Document", finding.Culprit);
        Assert.Contains("those of Shop.Document run the most, 4 a second", finding.Headline, StringComparison.Ordinal);
        Assert.Contains("heap/finalized/1/count", finding.Evidence.Select(one => one.Id));
    }

    private static void Collect(
        FindingRecords records, long number, long ms, string reason, StackId stack, long suspensionMs = 0)
    {
        TimeRange range = Range(number * 1_000, (number * 1_000) + ms);
        bool isInduced = reason == "induced";
        records.Model.Add(new Collection(number, 2, reason, false, range) { Stack = stack, IsInduced = isInduced });
        records.Model.Add(new Pause(PauseCause.Collection, "", range)
        {
            Collections = [new PauseCollection(number, 2, false, null)],
            SuspensionNanoseconds = suspensionMs * 1_000_000,
        });
    }
}
