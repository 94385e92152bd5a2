using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Tool.Text;

/// <summary>
/// Formats stacks for people: own code first, and the frames of the framework folded. Not safe for concurrent use.
/// </summary>
/// <param name="table">The stacks.</param>
/// <param name="lines">Finds the source of frames; null to leave it out.</param>
internal sealed class StackText(StackTable table, ISourceLines? lines)
{
    private const int OwnShown = 4;
    private const string Caller = " ← ";
    private const string Omitted = "… ← ";

    /// <summary>
    /// The own code of a stack in one line, the innermost frame first. The last one is of the main module: other own
    /// code can be that of an unknown library.
    /// </summary>
    public string Chain(StackId stack)
    {
        CodePlace place = table.Place(stack)!.Value;
        List<StackFrame> callers = place.IsOwn ? CallersOf(stack, place) : [];
        List<StackFrame> nearest = callers[..Math.Min(OwnShown - 1, callers.Count)];
        List<string> shown = [WithLine(place.Frame), .. nearest.Select(frame => frame.ShortText())];
        int main = callers.FindIndex(frame => table.IsMain(frame));
        if (!table.IsMain(place.Frame) && main >= nearest.Count)
        {
            shown.Add((main > nearest.Count ? Omitted : "") + callers[main].ShortText());
        }

        bool hasCallee = place is { IsOwn: true, Depth: > 0 };
        string called = hasCallee && table.Frame(stack, place.Depth - 1) is { IsNamed: true } next && !IsImplied(next)
            ? $"  (calls {next.ShortText()})"
            : "";
        return TerminalSanitizer.Clean(string.Join(Caller, shown) + called);
    }

    /// <summary>All frames of a stack, the innermost first; own code is marked.</summary>
    public IEnumerable<string> Whole(StackId stack)
    {
        int depth = table.Depth(stack);
        for (int index = 0; index < depth; index++)
        {
            StackFrame frame = table.Frame(stack, index);
            bool isOwn = frame.Origin == FrameOrigin.Own;
            string line = isOwn && LineOf(frame) is { } known ? $"  {known}" : "";
            yield return (isOwn ? "* " : "  ") + TerminalSanitizer.Clean(frame.FullText() + line);
        }
    }

    // Without repetitions: recursion, or a lambda of a method.
    private List<StackFrame> CallersOf(StackId stack, CodePlace place)
    {
        List<StackFrame> callers = [];
        string latest = place.Frame.ShortText();
        for (int index = place.Depth + 1; index < table.Depth(stack); index++)
        {
            StackFrame frame = table.Frame(stack, index);
            if (frame.Origin == FrameOrigin.Own && frame.ShortText() != latest)
            {
                latest = frame.ShortText();
                callers.Add(frame);
            }
        }

        return callers;
    }

    // That own code calls it is what a throw is, and what a preemption is.
    private static bool IsImplied(in StackFrame frame) =>
        frame.Name.StartsWith("System.Runtime.EH.", StringComparison.Ordinal)
        || frame.Name == "runtime.asyncPreempt";

    private string WithLine(in StackFrame frame) =>
        LineOf(frame) is { } line ? $"{frame.ShortText()} ({line})" : frame.ShortText();

    // Only the first line of a .NET method is known, so it is marked: the call is below it.
    private string? LineOf(in StackFrame frame) =>
        lines?.Find(frame) is { } line ? line.LineText() + (line.IsMethodStart ? "+" : "") : null;
}
