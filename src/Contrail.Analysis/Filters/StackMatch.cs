using Contrail.Analysis.Model;

namespace Contrail.Analysis.Filters;

/// <summary>
/// Whether a stack has a method of a name, found once for each stack and each frame. Not safe for concurrent use.
/// </summary>
/// <param name="comparison">The name, and whether it is a part of the full name.</param>
/// <param name="stacks">The stacks of the trace.</param>
internal sealed class StackMatch(FilterComparison comparison, StackTable stacks)
{
    private readonly Dictionary<int, bool> _stacks = [];
    private readonly Dictionary<int, bool> _frames = [];

    /// <summary>Whether the stack of a value has such a method.</summary>
    public bool IsMatch(FilterValue value)
    {
        if (!_stacks.TryGetValue(value.Stack.Value, out bool isMatch))
        {
            int depth = stacks.Depth(value.Stack);
            for (int index = 0; index < depth && !isMatch; index++)
            {
                isMatch = HasName(value.Stack, index);
            }

            _stacks.Add(value.Stack.Value, isMatch);
        }

        return isMatch;
    }

    private bool HasName(StackId stack, int index)
    {
        int frame = stacks.FrameId(stack, index);
        if (!_frames.TryGetValue(frame, out bool isMatch))
        {
            StackFrame found = stacks.Frame(stack, index);
            string name = comparison.Operator == FilterOperator.Contains ? found.FullName : found.Name;
            isMatch = FilterMatch.IsText(comparison.Operator, name, comparison.Literal.Text);
            _frames.Add(frame, isMatch);
        }

        return isMatch;
    }
}
