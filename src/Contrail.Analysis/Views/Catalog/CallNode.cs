using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>A method in a tree of calls, with the weight of the stacks that pass it.</summary>
internal sealed class CallNode(string method)
{
    private readonly Dictionary<string, CallNode> _children = new(StringComparer.Ordinal);

    /// <summary>The method.</summary>
    public string Method => method;

    /// <summary>The weight of the stacks that pass it.</summary>
    public double Inclusive { get; private set; }

    /// <summary>The weight of the stacks that end in it.</summary>
    public double Self { get; private set; }

    /// <summary>The calls from it, or the callers of it, in no order.</summary>
    public IEnumerable<CallNode> Children => _children.Values;

    /// <summary>
    /// The tree of some stacks from the starts of threads inward. Framework frames between own code are left out;
    /// inside the innermost own frame, only the innermost frame of the framework is kept.
    /// </summary>
    public static CallNode Outward(StackTable table, IReadOnlyDictionary<StackId, double> stacks)
    {
        CallNode root = new("");
        foreach ((StackId stack, double weight) in stacks)
        {
            CallNode node = root;
            node.Inclusive += weight;
            int depth = table.Depth(stack);
            for (int index = depth - 1; index >= 0; index--)
            {
                StackFrame frame = table.Frame(stack, index);
                if (index == 0 || frame.Origin == FrameOrigin.Own)
                {
                    node = node.Child(frame.ShortText());
                    node.Inclusive += weight;
                }
            }

            node.Self += weight;
        }

        return root;
    }

    /// <summary>Adds the weight of a path of methods, from this node on.</summary>
    public void AddPath(IEnumerable<string> methods, double weight)
    {
        CallNode node = this;
        node.Inclusive += weight;
        foreach (string one in methods)
        {
            node = node.Child(one);
            node.Inclusive += weight;
        }

        node.Self += weight;
    }

    private CallNode Child(string name)
    {
        if (!_children.TryGetValue(name, out CallNode? child))
        {
            _children.Add(name, child = new CallNode(name));
        }

        return child;
    }
}
