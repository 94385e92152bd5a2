using Contrail.Analysis.Model;

namespace Contrail.Analysis.Views.Tables;

/// <summary>
/// Adds up a weight by place in the code: stacks with the same innermost own frame count together. Not safe for
/// concurrent use.
/// </summary>
/// <param name="maxStacks">Number of different stacks that are kept; further ones are left out.</param>
internal sealed class PlaceTally(int maxStacks = PlaceTally.MaxStacks)
{
    /// <summary>The usual limit, for a tally of which a view has one or two.</summary>
    public const int MaxStacks = 10_000;

    /// <summary>The limit for a tally of which a view has one for each of its groups.</summary>
    public const int MaxStacksOfGroup = 200;

    private readonly Dictionary<StackId, (long Count, double Weight)> _stacks = [];

    /// <summary>Adds a weight at a stack.</summary>
    public void Add(StackId stack, double weight = 1)
    {
        if (stack.IsNone || (_stacks.Count >= maxStacks && !_stacks.ContainsKey(stack)))
        {
            return;
        }

        (long count, double sum) = _stacks.GetValueOrDefault(stack);
        _stacks[stack] = (count + 1, sum + weight);
    }

    /// <summary>The places, the heaviest first, each with the heaviest of its stacks.</summary>
    public IReadOnlyList<TalliedPlace> Conclude(StackTable table) =>
    [
        .. _stacks
            .GroupBy(pair => table.Place(pair.Key)!.Value.Frame.FullText())
            .Select(place => new TalliedPlace(
                place.OrderByDescending(pair => pair.Value.Weight).ThenBy(pair => pair.Key.Value).First().Key,
                place.Sum(pair => pair.Value.Count),
                place.Sum(pair => pair.Value.Weight)))
            .OrderByDescending(place => place.Weight)
            .ThenBy(place => place.Stack.Value),
    ];

    /// <summary>The heaviest stack of the heaviest place; none if no stack is known.</summary>
    public StackId Heaviest(StackTable table) => Conclude(table) is [{ Stack: var first }, ..] ? first : StackId.None;
}
