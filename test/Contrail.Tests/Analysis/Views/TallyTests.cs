using Contrail.Analysis.Views.Tables;
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
