using Contrail.Analysis.Model;

namespace Contrail.Analysis.Export.Page;

/// <summary>
/// The stacks of a flame graph as one tree: each node is a method called by that of its parent, which precedes it.
/// Light nodes are left out, so that their number is limited; their weight stays with the caller. Not safe for
/// concurrent use.
/// </summary>
internal sealed class FlameTree
{
    /// <summary>A few hundred kilobytes of a page; a node beyond them is less than a pixel wide.</summary>
    public const int MaxNodes = 25_000;

    /// <summary>More than usual stacks need before the light ones are left out, and some megabytes.</summary>
    private const int MaxBuiltNodes = 250_000;

    private readonly List<Node> _nodes = [new Node(-1, -1)];
    private readonly Dictionary<(int Parent, int Frame), int> _byFrame = [];
    private readonly Dictionary<StackId, int> _byStack = [];

    private FlameTree()
    {
    }

    /// <summary>The parent and the frame of each node, from the first one below the root.</summary>
    public IReadOnlyList<(int Parent, int Frame)> Nodes { get; private set; } = [];

    /// <summary>The weights, by node, thread and step.</summary>
    public IReadOnlyList<FlameWeight> Weights { get; private set; } = [];

    /// <summary>Number of nodes that were left out.</summary>
    public int OmittedCount { get; private set; }

    /// <summary>The tree of the stacks.</summary>
    /// <param name="stacks">The weights by stack.</param>
    /// <param name="table">The stacks.</param>
    /// <param name="frames">Numbers the frames.</param>
    /// <param name="maxNodes">The largest number of nodes.</param>
    public static FlameTree Of(
        FlameStacks stacks, StackTable table, FrameTable frames, int maxNodes = MaxNodes)
    {
        FlameTree tree = new();
        foreach ((FlameKey key, double weight) in
            stacks.Weights.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key.Stack.Value))
        {
            tree.AddTo(tree.LeafOf(key.Stack, table, frames), weight);
        }

        tree.Conclude(stacks, maxNodes);
        return tree;
    }

    private int LeafOf(StackId stack, StackTable table, FrameTable frames)
    {
        if (_byStack.TryGetValue(stack, out int leaf))
        {
            return leaf;
        }

        for (int index = table.Depth(stack) - 1; index >= 0; index--)
        {
            (int, int) key = (leaf, frames.FrameOf(stack, index));
            if (!_byFrame.TryGetValue(key, out int child))
            {
                if (_nodes.Count > MaxBuiltNodes)
                {
                    OmittedCount++;
                    break;
                }

                child = _nodes.Count;
                _nodes.Add(new Node(leaf, key.Item2));
                _byFrame.Add(key, child);
            }

            leaf = child;
        }

        _byStack.Add(stack, leaf);
        return leaf;
    }

    private void AddTo(int node, double weight)
    {
        for (int at = node; at >= 0; at = _nodes[at].Parent)
        {
            _nodes[at] = _nodes[at] with { Total = _nodes[at].Total + weight };
        }
    }

    // A parent is at least as heavy as its children: what is kept is a tree.
    private void Conclude(FlameStacks stacks, int maxNodes)
    {
        bool[] isKept = new bool[_nodes.Count];
        isKept[0] = true;
        foreach (int node in Enumerable.Range(1, _nodes.Count - 1)
            .OrderByDescending(node => _nodes[node].Total).ThenBy(node => node).Take(maxNodes))
        {
            isKept[node] = true;
        }

        int[] numbers = new int[_nodes.Count];
        List<(int Parent, int Frame)> kept = [];
        for (int node = 1; node < _nodes.Count; node++)
        {
            int parent = numbers[_nodes[node].Parent];
            if (isKept[node])
            {
                kept.Add((parent, _nodes[node].Frame));
            }

            numbers[node] = isKept[node] ? kept.Count : parent;
        }

        Nodes = kept;
        OmittedCount += _nodes.Count - 1 - kept.Count;
        Weights =
        [
            .. stacks.Weights
                .GroupBy(pair => (Node: numbers[_byStack[pair.Key.Stack]], pair.Key.ExecutionId, pair.Key.Step))
                .Select(group => new FlameWeight(
                    group.Key.Node, group.Key.ExecutionId, group.Key.Step, group.Sum(pair => pair.Value)))
                .OrderBy(weight => weight.Node).ThenBy(weight => weight.ExecutionId).ThenBy(weight => weight.Step),
        ];
    }

    private readonly record struct Node(int Parent, int Frame)
    {
        public double Total { get; init; }
    }
}
