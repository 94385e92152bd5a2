using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Xunit;
using static Contrail.Tests.Support.ViewRecords;

namespace Contrail.Tests.Analysis.Views;

/// <summary>What is kept of goroutines in case that they unlock a lock: a trace can have any number of them.</summary>
public sealed class HeldHistoriesTests
{
    [Fact]
    public void The_goroutine_without_a_state_for_longest_is_dropped()
    {
        HeldHistories histories = new(maxHistories: 3, maxStates: 1_000);
        foreach (int goroutine in (int[])[1, 2, 3, 1, 4])
        {
            histories.Add(Wait(goroutine, 0), null);
        }

        Assert.Equal((3, 1), (histories.Count, histories.DroppedCount));
        Assert.Null(histories.Find(2));
        Assert.NotNull(histories.Find(1));
    }

    [Fact]
    public void The_states_of_all_goroutines_have_a_limit()
    {
        HeldHistories histories = new(maxHistories: 1_000, maxStates: 100);
        for (int index = 0; index < 5_000; index++)
        {
            histories.Add(Wait(index % 50, index), null);
            Assert.InRange(histories.StateCount, 1, 100);
        }

        Assert.NotEqual(0, histories.DroppedCount);
    }

    [Fact]
    public void A_goroutine_that_has_ended_is_dropped_without_a_word()
    {
        HeldHistories histories = new(maxHistories: 1, maxStates: 1_000);
        histories.Add(Wait(1, 0) with { IsLast = true }, null);
        histories.Add(Wait(2, 0), null);
        Assert.Equal((1, 0), (histories.Count, histories.DroppedCount));
    }

    [Fact]
    public void Notes_contain_what_was_dropped()
    {
        LockHolds holds = new();
        StackTable stacks = new();
        for (int goroutine = 1; goroutine <= 20_000; goroutine++)
        {
            holds.Add(stacks, Wait(goroutine, 0));
        }

        Assert.Empty(holds.Notes());
        holds.Add(stacks, Wait(20_001, 0));
        Assert.Contains("were dropped 1 times", Assert.Single(holds.Notes()), StringComparison.Ordinal);
    }

    private static ExecutionState Wait(int goroutine, int ms) =>
        new(goroutine, ThreadActivity.Waiting, "sleep", Range(ms, ms + 1));
}
