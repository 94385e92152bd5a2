using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.ViewRecords;

namespace Contrail.Tests.Analysis.Views;

public sealed class MemoryViewTests
{
    [Fact]
    public void A_pause_has_the_reason_of_its_collection_and_the_code_that_triggered_it()
    {
        ViewRecords records = new(GcPausesView.Description);
        StackId trigger = records.Stack("System.GC.Collect", "Shop.Cache.Trim");
        records.Model.Add(Paused(Range(100, 140), 7, suspensionMs: 1));
        records.Model.Add(Paused(Range(500, 600), 8, suspensionMs: 1));
        records.Model.Add(new Pause(PauseCause.Other, "debugger", Range(700, 701)));
        records.Model.Add(new Collection(7, 2, "induced", false, Range(101, 139)) { Stack = trigger });
        records.Model.Add(new Collection(8, 2, "induced", false, Range(501, 599)) { Stack = trigger });
        ViewResult result = records.Conclude();
        Assert.Equal(
            [
                "140000000 | 2 | 100000000 | generation 2, induced | Shop.Cache.Trim",
                "1000000 | 1 | 1000000 | not a collection: debugger | -",
            ],
            records.Rows(result, "causes", "total", "count", "max", "cause", "stack"));
        Assert.Equal(
            ["100000000 | 1000000 | #8 gen 2", "40000000 | 1000000 | #7 gen 2", "1000000 | - | "],
            records.Rows(result, "longest", "duration", "suspension", "collections"));
        Assert.Contains("3 times for 141 ms (1.4 % of the window)", Assert.Single(result.Headlines));
    }

    [Fact]
    public void Stops_for_the_samples_of_the_recording_are_not_those_of_the_program()
    {
        ViewRecords records = new(GcPausesView.Description);
        records.Model.Add(new Pause(PauseCause.Sampling, "other", Range(100, 300)));
        records.Model.Add(new Pause(PauseCause.Other, "debugger", Range(700, 701)));
        ViewResult result = records.Conclude();
        Assert.Equal(["1000000"], records.Rows(result, "causes", "total"));
        Assert.Equal(["1000000"], records.Rows(result, "longest", "duration"));
        Assert.Contains("1 times for 1 ms", Assert.Single(result.Headlines), StringComparison.Ordinal);
        Assert.Contains(
            result.Notes, note => note.StartsWith("Not included: 1 stops for 200 ms (2.0 %", StringComparison.Ordinal));
    }

    [Fact]
    public void Pauses_of_one_cause_belong_each_to_the_code_that_triggered_it()
    {
        ViewRecords records = new(GcPausesView.Description);
        records.Model.Add(Paused(Range(100, 140), 7));
        records.Model.Add(Paused(Range(500, 550), 8));
        records.Model.Add(Paused(Range(600, 610), 9));
        records.Model.Add(Collected(7, records.Stack("System.String.Concat", "Shop.Report.Line")));
        records.Model.Add(Collected(8, records.Stack("Shop.Cache.Trim")));
        records.Model.Add(Collected(9, StackId.None));
        Assert.Equal(
            ["50000000 | 0.5 | 1 | Shop.Cache.Trim", "40000000 | 0.4 | 1 | Shop.Report.Line"],
            records.Rows(records.Conclude(), "places", "total", "share", "count", "stack"));
    }

    [Fact]
    public void All_pauses_have_a_cause_whether_their_collection_follows_precedes_or_is_missing()
    {
        const int Count = 2 * CausedPauses.MaxKept;
        ViewRecords records = new(GcPausesView.Description);
        for (int number = 0; number < Count; number++)
        {
            records.Model.Add(Paused(Range(number, number + 1), (3 * number) + 0));
            records.Model.Add(Collected((3 * number) + 0, records.Stack("Shop.Cache.Trim")));
            records.Model.Add(Collected((3 * number) + 1, records.Stack("Shop.Report.Line")));
            records.Model.Add(Paused(Range(number, number + 1), (3 * number) + 1));
            records.Model.Add(Paused(Range(number, number + 1), (3 * number) + 2));
        }

        ViewResult result = records.Conclude();
        Assert.Equal(
            [$"{2 * Count} | generation 2, small objects allocated", $"{Count} | generation 2"],
            records.Rows(result, "causes", "count", "cause").Order());
        Assert.Equal(
            [$"{Count} | Shop.Cache.Trim", $"{Count} | Shop.Report.Line"],
            records.Rows(result, "places", "count", "stack").Order());
        Assert.Empty(result.Notes);
    }

    [Fact]
    public void A_pause_of_a_collection_in_the_background_has_its_cause_however_many_others_follow()
    {
        ViewRecords records = new(GcPausesView.Description);
        records.Model.Add(Paused(Range(0, 50), -1));
        records.Model.Add(Collected(-1, records.Stack("Shop.Cache.Trim")));
        for (int number = 0; number <= CausedPauses.MaxKept; number++)
        {
            records.Model.Add(Collected(number, StackId.None));
            records.Model.Add(Paused(Range(100 + number, 101 + number), number));
        }

        Assert.Equal(
            ["1 | Shop.Cache.Trim"], records.Rows(records.Conclude(), "places", "count", "stack"));
    }

    [Fact]
    public void Collections_of_one_reason_belong_each_to_the_code_that_triggered_it()
    {
        ViewRecords records = new(CollectionsView.Description);
        records.Model.Add(Collected(7, records.Stack("System.String.Concat", "Shop.Report.Line")));
        records.Model.Add(Collected(8, records.Stack("Shop.Cache.Trim")));
        records.Model.Add(Collected(9, records.Stack("System.Text.Append", "Shop.Report.Line")));
        records.Model.Add(Collected(10, StackId.None));
        Assert.Equal(
            ["2 | 0.5 | Shop.Report.Line", "1 | 0.25 | Shop.Cache.Trim", "1 | 0.25 | -"],
            records.Rows(records.Conclude(), "places", "count", "share", "stack"));
    }

    [Fact]
    public void A_view_of_places_in_a_file_without_stacks_reports_that()
    {
        ViewRecords records = new(GcPausesView.Description);
        records.Model.Add(Paused(Range(100, 140), 7));
        Assert.StartsWith("Places in the code are unknown", Assert.Single(records.Conclude().Notes));
    }

    [Fact]
    public void A_view_of_places_in_a_file_with_stacks_has_no_note_about_them()
    {
        ViewRecords records = new(GcPausesView.Description);
        records.Stack("Shop.Cache.Trim");
        records.Model.Add(Paused(Range(100, 140), 7));
        Assert.Empty(records.Conclude().Notes);
        Assert.Empty(new ViewRecords(GcPausesView.Description).Conclude().Notes);
    }

    [Fact]
    public void Slow_suspension_is_reported_as_such()
    {
        ViewRecords records = new(GcPausesView.Description);
        records.Model.Add(Paused(Range(100, 1100), 7, suspensionMs: 990));
        Assert.Contains(
            records.Conclude().Headlines,
            line => line.StartsWith("Most of that time", StringComparison.Ordinal));
    }

    [Fact]
    public void Collections_are_grouped_by_generation_and_reason()
    {
        ViewRecords records = new(CollectionsView.Description);
        StackId trigger = records.Stack("Shop.Cache.Trim");
        records.Model.Add(Paused(Range(1, 3), 1));
        records.Model.Add(new Collection(1, 0, "small objects allocated", false, Range(1, 2)));
        records.Model.Add(Paused(Range(5, 45), 2));
        records.Model.Add(new Collection(2, 2, "induced", false, Range(5, 44)) { Stack = trigger });
        records.Model.Add(new Collection(3, 2, "induced", false, Range(50, 51)) { Stack = trigger });
        Assert.Equal(
            ["2 | 2 | 40000000 | induced | Shop.Cache.Trim", "1 | 0 | 2000000 | small objects allocated | -"],
            records.Rows(records.Conclude(), "reasons", "count", "generation", "pause", "reason", "stack"));
    }

    [Fact]
    public void Growth_of_the_heap_is_the_difference_of_its_last_and_first_size()
    {
        ViewRecords records = new(HeapView.Description);
        records.Model.Add(new HeapState(At(1), 1, 2, 100, 0, 0));
        records.Model.Add(new HeapState(At(2), 9, 2, 50, 0, 0));
        records.Model.Add(new HeapState(At(3), 1, 2, 400, 7, 0));
        ViewResult result = records.Conclude();
        Assert.Equal("all | 103 | 410 | 61 | 410 | 307",
            records.Rows(result, "generations", "part", "first", "last", "min", "max", "growth")[0]);
        Assert.Equal(3, result.Tables[1].Rows.Count);
    }

    [Fact]
    public void Allocations_are_added_up_by_type_and_by_own_code()
    {
        ViewRecords records = new(AllocationsView.Description);
        StackId first = records.Stack("System.String.Concat", "Shop.Report.Line");
        StackId second = records.Stack("System.Text.StringBuilder.ToString", "Shop.Report.Line");
        records.Model.Add(new AllocationSample(At(1), 1, "System.String", 300, first));
        records.Model.Add(new AllocationSample(At(2), 1, "System.String", 100, second));
        records.Model.Add(new AllocationSample(At(2), 1, "Shop.Item", 100, StackId.None));
        ViewResult result = records.Conclude();
        Assert.Equal(
            ["400 | 0.8 | 2 | System.String | Shop.Report.Line", "100 | 0.2 | 1 | Shop.Item | -"],
            records.Rows(result, "types", "bytes", "share", "samples", "type", "stack"));
        Assert.Equal(["400 | Shop.Report.Line"], records.Rows(result, "places", "bytes", "stack"));
    }

    private static Collection Collected(long number, StackId trigger) =>
        new(number, 0, "small objects allocated", false, Range(1, 2)) { Stack = trigger };

    private static Pause Paused(TimeRange range, long collection, long? suspensionMs = null) =>
        new(PauseCause.Collection, "collection", range)
        {
            Collections = [new PauseCollection(collection, 2, IsConcurrent: false, null)],
            SuspensionNanoseconds = suspensionMs * 1_000_000,
        };
}
