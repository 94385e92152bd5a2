using Contrail.Analysis.Model;

namespace Contrail.Analysis.Views.Tables;

/// <summary>
/// Adds up a weight by place in the code: stacks with the same innermost own frame count together. If there are too
/// many stacks, the lightest are dropped, so that a heavy one is kept wherever in the trace it begins. Not safe for
/// concurrent use.
/// </summary>
/// <param name="maxStacks">Number of different stacks that are kept.</param>
internal sealed class PlaceTally(int maxStacks = PlaceTally.MaxStacks)
{
    /// <summary>The usual limit, for a tally of which a view has one or two.</summary>
    public const int MaxStacks = 10_000;

    /// <summary>The limit for a tally of which a view has one for each of its groups.</summary>
    public const int MaxStacksOfGroup = 200;

    private readonly Dictionary<StackId, (long Count, double Weight)> _stacks = [];

    /// <summary>Items at stacks that were dropped.</summary>
    public long DroppedCount { get; private set; }

    /// <summary>The stacks that are kept, in no order.</summary>
    public IEnumerable<TalliedPlace> Stacks =>
        _stacks.Select(pair => new TalliedPlace(pair.Key, pair.Value.Count, pair.Value.Weight));

    /// <summary>Adds a weight at a stack.</summary>
    public void Add(StackId stack, double weight = 1)
    {
        if (stack.IsNone)
        {
            return;
        }

        if (_stacks.Count >= maxStacks && !_stacks.ContainsKey(stack))
        {
            DropLightest();
        }

        (long count, double sum) = _stacks.GetValueOrDefault(stack);
        _stacks[stack] = (count + 1, sum + weight);
    }

    /// <summary>A sentence about what was dropped; nothing if everything was kept.</summary>
    /// <param name="what">What is added up, in the plural.</param>
    public IEnumerable<string> Notes(string what)
    {
        if (DroppedCount > 0)
        {
            yield return $"{DroppedCount} {what} at rare stacks are in no place: more than {maxStacks} different "
                + "stacks.";
        }
    }

    /// <summary>The places, the heaviest first, each with the heaviest of its stacks.</summary>
    public IReadOnlyList<TalliedPlace> Conclude(StackTable table) => ByPlace(Stacks, table);

    /// <summary>The places of stacks, the heaviest first, each with the heaviest of its stacks.</summary>
    public static IReadOnlyList<TalliedPlace> ByPlace(IEnumerable<TalliedPlace> stacks, StackTable table) =>
    [
        .. stacks
            .GroupBy(one => table.Place(one.Stack)!.Value.Frame.FullText())
            .Select(place => new TalliedPlace(
                place.OrderByDescending(one => one.Weight).ThenBy(one => one.Stack.Value).First().Stack,
                place.Sum(one => one.Count),
                place.Sum(one => one.Weight)))
            .OrderByDescending(place => place.Weight)
            .ThenBy(place => place.Stack.Value),
    ];

    /// <summary>The heaviest stack of the heaviest place; none if no stack is known.</summary>
    public StackId Heaviest(StackTable table) => Conclude(table) is [{ Stack: var first }, ..] ? first : StackId.None;

    private void DropLightest()
    {
        List<(StackId Stack, long Count)> lightest =
        [
            .. _stacks
                .OrderBy(pair => pair.Value.Weight).ThenByDescending(pair => pair.Key.Value)
                .Take((maxStacks + 1) / 2)
                .Select(pair => (pair.Key, pair.Value.Count)),
        ];
        foreach ((StackId stack, long count) in lightest)
        {
            _stacks.Remove(stack);
            DroppedCount += count;
        }
    }
}
