using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.ViewRecords;

namespace Contrail.Tests.Analysis.Views;

/// <summary>Tables of single records have a limit; figures about all of them do not.</summary>
public sealed class LongTraceViewTests
{
    private const int Many = 25_000;
    private const int MaxRows = 10_000;

    [Fact]
    public void All_collections_of_a_long_trace_are_counted_with_their_pauses()
    {
        ViewRecords records = new(CollectionsView.Description);
        StackId late = records.Stack("Shop.Cache.Trim");
        for (int number = 1; number <= Many; number++)
        {
            bool isLate = number > 15_000;
            Pause pause = new(PauseCause.Collection, "", Range(number, number + (isLate ? 2 : 1)))
            {
                Collections = [new PauseCollection(number, 2, false, null)],
            };
            Collection collection = new(number, 2, isLate ? "induced" : "small objects allocated", false, pause.Range)
            {
                Stack = isLate ? late : StackId.None,
            };

            // A pause ends before or after its collection.
            if (number % 2 == 0)
            {
                records.Model.Add(pause);
            }

            records.Model.Add(collection);
            if (number % 2 == 1)
            {
                records.Model.Add(pause);
            }
        }

        ViewResult result = records.Conclude();
        Assert.Equal(
            ["10000 | 1000 | 20000000000 | induced", "15000 | 1500 | 15000000000 | small objects allocated"],
            records.Rows(result, "reasons", "count", "rate", "pause", "reason"));
        Assert.Equal(
            ["15000 | 0.6 | 15000000000 | -", "10000 | 0.4 | 20000000000 | Shop.Cache.Trim"],
            records.Rows(result, "places", "count", "share", "pause", "stack"));
        ViewTable listed = result.Tables.Single(table => table.Description.Name == "collections");
        Assert.Equal((MaxRows, Many - MaxRows), (listed.Rows.Count, listed.OmittedCount));
        Assert.All(records.Rows(result, "collections", "pause"), pause => Assert.Equal("2000000", pause));
    }

    [Fact]
    public void A_long_series_of_heaps_is_thinned_and_keeps_its_extremes_and_its_end()
    {
        ViewRecords records = new(HeapView.Description);
        for (int number = 1; number <= Many; number++)
        {
            records.Model.Add(new HeapState(At(number), 0, 0, number == 20_001 ? 1_000_000 : number, 0, 0));
        }

        ViewResult result = records.Conclude();
        Assert.Equal(
            "generation 2 | 1 | 25000 | 1 | 1000000 | 24999",
            records.Rows(result, "generations", "part", "first", "last", "min", "max", "growth")[3]);
        string[] shown = [.. records.Rows(result, "states", "gen2")];
        Assert.Equal(("1", "25000"), (shown[0], shown[^1]));
        Assert.InRange(shown.Length, MaxRows / 2, MaxRows + 1);
        Assert.InRange(int.Parse(shown[shown.Length / 2]), 12_490, 12_510);
        Assert.Equal(Many - shown.Length, result.Tables[1].OmittedCount);
    }

    [Theory]
    [InlineData(3, 4)]
    [InlineData(4, 4)]
    [InlineData(9, 4)]
    [InlineData(10, 5)]
    [InlineData(1_000, 7)]
    public void A_thinned_series_is_even_and_has_its_last(int count, int max)
    {
        ThinnedSeries<int> series = new(max);
        for (int item = 0; item < count; item++)
        {
            series.Add(item);
        }

        IReadOnlyList<int> items = series.Items;
        Assert.Equal((0, count - 1), (items[0], items[^1]));
        Assert.InRange(items.Count, Math.Min(count, max / 2), max + 1);
        Assert.Equal(count - items.Count, series.OmittedCount);
        Assert.Single(items.Zip(items.Skip(1), (one, next) => next - one).SkipLast(1).Distinct());
    }

    [Fact]
    public void All_adjustments_of_a_pool_are_counted()
    {
        ViewRecords records = new(ThreadPoolView.Description);
        for (int number = 1; number <= Many; number++)
        {
            bool isLate = number > 15_000;
            records.Model.Add(isLate
                ? new PoolAdjustment(At(number), 40, PoolAdjustmentCause.Starvation, "starvation")
                : new PoolAdjustment(At(number), 10, PoolAdjustmentCause.Tuning, "climbing"));
        }

        ViewResult result = records.Conclude();
        Assert.Equal(
            ["15000 | 10 | climbing", "10000 | 40 | starvation"],
            records.Rows(result, "reasons", "count", "maxTarget", "reason"));
        Assert.Equal(
            [
                "Work waited in the queue and no thread became free 10,000 times: the pool added threads.",
                "Its target reached 40 threads.",
            ],
            result.Headlines);
    }
}
