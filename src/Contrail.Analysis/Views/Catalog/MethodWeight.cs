using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>A method, and the weight of the stacks on which it is.</summary>
internal sealed class MethodWeight
{
    private double _heaviest;

    /// <summary>The method.</summary>
    public required StackFrame Frame { get; init; }

    /// <summary>The weight of the stacks whose innermost frame it is.</summary>
    public double Self { get; private set; }

    /// <summary>The weight of the stacks that contain it, each once.</summary>
    public double Inclusive { get; private set; }

    /// <summary>The number of samples of those stacks whose innermost frame it is.</summary>
    public double SelfCount { get; private set; }

    /// <summary>The number of samples of the stacks that contain it.</summary>
    public double InclusiveCount { get; private set; }

    /// <summary>The heaviest stack whose innermost frame it is; none if it is never innermost.</summary>
    public StackId HeaviestStack { get; private set; }

    /// <summary>The methods of some stacks, in no order; lines of one method count together.</summary>
    /// <param name="table">The stacks.</param>
    /// <param name="stacks">The weight of each.</param>
    /// <param name="counts">The number of samples of each.</param>
    public static IEnumerable<MethodWeight> Of(
        StackTable table, IReadOnlyDictionary<StackId, double> stacks, IReadOnlyDictionary<StackId, double> counts)
    {
        Dictionary<string, MethodWeight> methods = new(StringComparer.Ordinal);
        Dictionary<int, MethodWeight> byFrame = [];
        HashSet<MethodWeight> onStack = [];
        foreach ((StackId stack, double weight) in stacks)
        {
            onStack.Clear();
            double count = counts[stack];
            int depth = table.Depth(stack);
            for (int index = 0; index < depth; index++)
            {
                // A frame is named once, not on each stack.
                int id = table.FrameId(stack, index);
                if (!byFrame.TryGetValue(id, out MethodWeight? method))
                {
                    byFrame.Add(id, method = Find(methods, table.Frame(stack, index)));
                }

                if (onStack.Add(method))
                {
                    method.Inclusive += weight;
                    method.InclusiveCount += count;
                }

                if (index == 0)
                {
                    method.AddSelf(stack, weight, count);
                }
            }
        }

        return methods.Values;
    }

    /// <summary>
    /// The heaviest stack whose innermost frame it is, without the method itself, which would be its place.
    /// </summary>
    /// <param name="table">The stacks.</param>
    public StackId CallersIn(StackTable table)
    {
        string name = Frame.FullText();
        int depth = table.Depth(HeaviestStack);
        int count = 0;
        while (count < depth && table.Frame(HeaviestStack, count).FullText() == name)
        {
            count++;
        }

        return table.AddWithout(HeaviestStack, count);
    }

    private static MethodWeight Find(Dictionary<string, MethodWeight> methods, StackFrame frame)
    {
        string name = frame.FullText();
        if (!methods.TryGetValue(name, out MethodWeight? method))
        {
            methods.Add(name, method = new MethodWeight { Frame = frame });
        }

        return method;
    }

    private void AddSelf(StackId stack, double weight, double count)
    {
        Self += weight;
        SelfCount += count;
        if (weight > _heaviest)
        {
            _heaviest = weight;
            HeaviestStack = stack;
        }
    }
}
