using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>Stacks with their weights, for flame graphs. Not safe for concurrent use.</summary>
internal sealed class StacksView(ViewOptions options) : ViewBase, IView
{
    private static readonly TableDescription Folded = new(
        "stacks", "Stacks",
        new ViewColumn("weight", "weight", ViewUnit.Number),
        new ViewColumn("share", "share", ViewUnit.Share),
        new ViewColumn("stack", "at", ViewUnit.Stack));

    private readonly StackSource _source = new(options.Of);

    /// <inheritdoc/>
    public override ModelNeeds Needs => _source.Needs;

    /// <inheritdoc/>
    public void Add(in Sample sample) => _source.Add(sample);

    /// <inheritdoc/>
    public void Add(in Wait wait) => _source.Add(wait);

    /// <inheritdoc/>
    public void Add(in ExceptionRecord exception) => _source.Add(exception);

    /// <inheritdoc/>
    public void Add(in AllocationSample allocation) => _source.Add(allocation);

    /// <inheritdoc/>
    public void Add(in ExecutionState state) => _source.Add(state);

    /// <summary>The description.</summary>
    public static ViewDescription Description { get; } = new(
        "stacks", "Which stacks have the most samples, waiting time, exceptions or bytes (--of)?",
        ModelNeeds.Samples, [Folded], static options => new StacksView(options));

    /// <inheritdoc/>
    public override ViewResult Conclude()
    {
        double total = _source.Stacks.Values.Sum();
        ViewTable table = new(Folded);
        foreach ((StackId stack, double weight) in
            _source.Stacks.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key.Value))
        {
            table.Add(weight, Share(weight, total), stack);
        }

        return new ViewResult(table) { Headlines = [$"Weights are {_source.Unit}."], Notes = [.. _source.Notes()] };
    }
}
