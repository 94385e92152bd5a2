using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;
using Contrail.Tests.Support;
using CsCheck;
using Xunit;

namespace Contrail.Tests.Analysis.Views;

public sealed class TallyTests
{
    [Fact]
    public void A_percentile_is_at_most_one_percent_above_the_exact_one() =>
        Gen.Long[0, 1L << 62].Array[1, 200].Sample(durations =>
        {
            DurationTally tally = new();
            Array.ForEach(durations, tally.Add);
            long[] sorted = [.. durations.Order()];
            foreach (double part in new[] { 0.01, 0.5, 0.9, 0.99, 1 })
            {
                long exact = sorted[(int)Math.Ceiling(part * sorted.Length) - 1];
                long found = tally.Percentile(part)!.Value;
                Assert.InRange(found, exact, Math.Max(exact, exact * 1.01));
            }
        });

    [Fact]
    public void Percentiles_of_nothing_are_unknown()
    {
        Assert.Null(new DurationTally().Percentile(0.5));
        Assert.Equal(0, new DurationTally().Max);
    }

    [Fact]
    public void The_heaviest_stack_is_found_also_if_many_others_come_first()
    {
        ViewRecords records = new(WaitsView.Description);
        PlaceTally tally = new(maxStacks: 10);
        for (int number = 0; number < 50; number++)
        {
            tally.Add(records.Stack($"Shop.Rare{number}"));
        }

        StackId heavy = records.Stack("Shop.Heavy");
        for (int number = 0; number < 50; number++)
        {
            tally.Add(heavy);
            tally.Add(records.Stack($"Shop.Late{number}"));
        }

        Assert.Equal(heavy, tally.Heaviest(records.Context.Stacks));
        Assert.Equal(150, tally.DroppedCount + tally.Conclude(records.Context.Stacks).Sum(place => place.Count));
        Assert.StartsWith(
            $"{tally.DroppedCount} waits ", Assert.Single(tally.Notes("waits")), StringComparison.Ordinal);
    }

    [Fact]
    public void Items_beyond_the_maximum_number_of_groups_are_counted()
    {
        BoundedGroups<int, DurationTally> groups = new(2);
        for (int key = 0; key < 5; key++)
        {
            groups.Find(key)?.Add(1);
        }

        Assert.Equal(2, groups.Count);
        Assert.Equal(3, groups.RejectedCount);
        Assert.Contains("3 waits", Assert.Single(groups.Notes("waits")), StringComparison.Ordinal);
    }
}
