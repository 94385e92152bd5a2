using Contrail.Analysis.Model;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>
/// Removes the runtime's own poll for a suspension from the top of a sample: on .NET 10 and later it is at most two
/// frames on top of the method that was interrupted. Not safe for concurrent use.
/// </summary>
internal sealed class PollFrames
{
    private const int MaxFrames = 2;

    private readonly Dictionary<StackId, StackId> _without = [];

    /// <summary>The stack without its poll; the same if there is none.</summary>
    public StackId Without(StackId stack, StackTable table)
    {
        if (stack.IsNone || !IsPoll(table.Frame(stack, 0)))
        {
            return stack;
        }

        if (!_without.TryGetValue(stack, out StackId rest))
        {
            int count = 1;
            while (count < MaxFrames && count < table.Depth(stack) && IsPoll(table.Frame(stack, count)))
            {
                count++;
            }

            rest = table.AddWithout(stack, count);
            _without.Add(stack, rest.IsNone ? stack : rest);
        }

        return _without[stack];
    }

    // Thread.PollGC, and the local function in it.
    private static bool IsPoll(in StackFrame frame) =>
        frame.Origin == FrameOrigin.Framework
        && frame.Name is "System.Threading.Thread.PollGC" or "System.Threading.Thread.PollGC.PollGCWorker";
}
