using Contrail.Analysis.Model;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>
/// Finds exceptions that are thrown again: awaiting a failed task throws its exception again in each caller. Not
/// safe for concurrent use.
/// </summary>
/// <param name="table">The stacks of the file.</param>
internal sealed class ThrowFrames(StackTable table)
{
    /// <summary>The runtime's own frames of a throw are above it.</summary>
    private const int MaxDepth = 6;

    private const string Rethrow = "System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw";

    private readonly Dictionary<StackId, bool> _known = [];

    /// <summary>Whether the code at a stack throws an exception that was thrown before; null without a stack.</summary>
    public bool? IsRethrow(StackId stack)
    {
        if (stack.IsNone)
        {
            return null;
        }

        if (!_known.TryGetValue(stack, out bool isRethrow))
        {
            int depth = Math.Min(MaxDepth, table.Depth(stack));
            for (int index = 0; index < depth; index++)
            {
                isRethrow |= table.Frame(stack, index).Name == Rethrow;
            }

            _known.Add(stack, isRethrow);
        }

        return isRethrow;
    }
}
