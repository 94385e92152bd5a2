using Contrail.Analysis.Export.Page;
using Contrail.Analysis.Model;
using Xunit;
using static Contrail.Tests.Support.ViewRecords;

namespace Contrail.Tests.Analysis.Export;

/// <summary>Flame graphs keep their weight when they are made smaller.</summary>
public sealed class FlameTests
{
    private readonly StackTable _table = new();

    [Fact]
    public void Steps_become_longer_first_then_threads_are_joined_and_last_light_stacks_are_dropped()
    {
        FlameStacks stacks = new(maxKeys: 4);
        StackId heavy = StackIn(_table, "Shop.Heavy");
        stacks.Add(heavy, 1, At(0), 100);
        stacks.Add(heavy, 1, At(1), 100);
        stacks.Add(heavy, 1, At(2), 100);
        stacks.Add(heavy, 1, At(3), 100);
        Assert.Equal(1_000_000, stacks.StepNanoseconds);
        stacks.Add(heavy, 2, At(3), 100);
        Assert.Equal(2_000_000, stacks.StepNanoseconds);
        Assert.True(stacks.HasThreads);
        for (int thread = 3; thread < 20; thread++)
        {
            stacks.Add(heavy, thread, At(3), 1);
        }

        Assert.Equal(0, stacks.StepNanoseconds);
        Assert.False(stacks.HasThreads);
        for (int method = 0; method < 20; method++)
        {
            stacks.Add(StackIn(_table, $"Shop.M{method}"), 1, At(4), 1);
        }

        Assert.Contains(new FlameKey(heavy, FlameStacks.Others, 0), stacks.Weights.Keys);
        Assert.InRange(stacks.Weights.Count, 1, 4);
        Assert.Equal(537, stacks.Total);
        Assert.Equal(stacks.Total, stacks.Weights.Values.Sum() + stacks.Dropped);
    }

    [Fact]
    public void The_weight_of_nodes_that_are_left_out_stays_with_their_callers()
    {
        FlameStacks stacks = new();
        stacks.Add(StackIn(_table, "Shop.Pay", "Shop.Main"), 1, At(0), 10);
        stacks.Add(StackIn(_table, "Shop.Rare1", "Shop.Pay", "Shop.Main"), 1, At(0), 1);
        stacks.Add(StackIn(_table, "Shop.Rare2", "Shop.Main"), 1, At(0), 2);
        stacks.Add(StackId.None, 1, At(0), 5);
        FlameTree tree = FlameTree.Of(stacks, _table, new FrameTable(_table, new TextTable()), maxNodes: 2);
        Assert.Equal([(0, 0), (1, 1)], tree.Nodes);
        Assert.Equal(2, tree.OmittedCount);
        Assert.Equal([(1, 2.0), (2, 11.0)], tree.Weights.Select(weight => (weight.Node, weight.Value)));
        Assert.Equal(5, stacks.Unplaced);
    }

    [Fact]
    public void Texts_beyond_the_limits_are_cut_and_counted()
    {
        TextTable texts = new(maxCount: 3);
        Assert.Equal(2, texts.Add("first"));
        Assert.Equal(2, texts.Add("first"));
        Assert.Equal(1, texts.Add("second"));
        Assert.Equal(1, texts.OmittedCount);
        Assert.Equal(400, new TextTable().All.Concat(Cut(new string('x', 5_000))).Last().Length);
    }

    private static IEnumerable<string> Cut(string text)
    {
        TextTable texts = new();
        texts.Add(text);
        return texts.All;
    }
}
