using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>The calls below the starts of threads, with their weights. Not safe for concurrent use.</summary>
internal sealed class CallTreeView(ViewOptions options) : StackSourceView(options.Of), IView
{
    private const double MinShare = 0.01;
    private const int MaxRows = 2_000;

    private static readonly TableDescription Tree = new(
        "calls", "Calls, the outermost first",
        new ViewColumn("inclusive", "weight", ViewUnit.Number),
        new ViewColumn("share", "share", ViewUnit.Share),
        new ViewColumn("self", "self", ViewUnit.Number),
        new ViewColumn("depth", "depth", ViewUnit.Count),
        new ViewColumn("method", "method", ViewUnit.Text));

    /// <summary>The description.</summary>
    public static ViewDescription Description { get; } = new(
        "call-tree", "From which calls does the weight come, from the start of the threads inward?",
        ModelNeeds.Samples, [Tree], static options => new CallTreeView(options))
    {
        Choose = StackSource.Choose,
    };

    /// <inheritdoc/>
    public override ViewResult Conclude()
    {
        CallNode root = CallNode.Outward(Stacks, Source.Stacks);
        ViewTable table = new(Tree);
        AddChildren(table, root, root.Inclusive, depth: 0);
        return new ViewResult(table)
        {
            Headlines = table.Rows.Count > 0
                ?
                [
                    $"Weights are {Source.Unit}. Calls below {ViewText.Percent(MinShare)} are left out; framework "
                        + "calls between own code are folded.",
                ]
                : [],
            Notes = [.. Source.Notes()],
        };
    }

    private static void AddChildren(ViewTable table, CallNode parent, double total, int depth)
    {
        foreach (CallNode child in parent.Children.OrderByDescending(child => child.Inclusive))
        {
            if (child.Inclusive < total * MinShare || table.Rows.Count >= MaxRows || depth > 200)
            {
                table.OmittedCount++;
                continue;
            }

            string indent = new(' ', Math.Min(depth, 40));
            table.Add(
                child.Inclusive, Share(child.Inclusive, total), child.Self, (long)depth, indent + child.Method);
            AddChildren(table, child, total, depth + 1);
        }
    }
}
