using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>Stacks with their weights, for flame graphs. Not safe for concurrent use.</summary>
internal sealed class StacksView(ViewOptions options) : StackSourceView(options.Of), IView
{
    private static readonly TableDescription Folded = new(
        "stacks", "Stacks",
        new ViewColumn("weight", "weight", ViewUnit.Number),
        new ViewColumn("share", "share", ViewUnit.Share),
        new ViewColumn("stack", "at", ViewUnit.Stack));

    /// <summary>The description.</summary>
    public static ViewDescription Description { get; } = new(
        "stacks", "Which stacks have the most samples, waiting time, exceptions or bytes (--of)?",
        ModelNeeds.Samples, [Folded], static options => new StacksView(options))
    {
        Choose = StackSource.Choose,
    };

    /// <inheritdoc/>
    public override ViewResult Conclude()
    {
        double total = Source.Stacks.Values.Sum();
        ViewTable table = new(Folded);
        foreach ((StackId stack, double weight) in
            Source.Stacks.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key.Value))
        {
            table.Add(weight, Share(weight, total), stack);
        }

        return new ViewResult(table)
        {
            Headlines = table.Rows.Count > 0 ? [$"Weights are {Source.Unit}."] : [],
            Notes = [.. Source.Notes()],
        };
    }
}
