using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Tool.Text;

/// <summary>Formats stacks for people: own code first, and the frames of the framework folded.</summary>
internal static class StackText
{
    private const int OwnShown = 4;
    private const string Caller = " ← ";

    /// <summary>The own code of a stack in one line, the innermost frame first.</summary>
    public static string Chain(StackTable table, StackId stack)
    {
        CodePlace place = table.Place(stack)!.Value;
        List<string> shown = [NameOf(place.Frame)];
        int depth = table.Depth(stack);
        for (int index = place.Depth + 1; index < depth && shown.Count < OwnShown && place.IsOwn; index++)
        {
            StackFrame frame = table.Frame(stack, index);
            if (frame.Origin == FrameOrigin.Own && shown[^1] != NameOf(frame))
            {
                shown.Add(NameOf(frame));
            }
        }

        bool hasCallee = place is { IsOwn: true, Depth: > 0 };
        string called = hasCallee && table.Frame(stack, place.Depth - 1) is { IsNamed: true } next && !IsThrow(next)
            ? $"  (calls {next.ShortText()})"
            : "";
        return TerminalSanitizer.Clean(string.Join(Caller, shown) + called);
    }

    // That own code calls it is what a throw is.
    private static bool IsThrow(in StackFrame frame) =>
        frame.Name.StartsWith("System.Runtime.EH.", StringComparison.Ordinal);

    private static string NameOf(in StackFrame frame) =>
        frame.LineText() is { Length: > 0 } line ? $"{frame.ShortText()} ({line})" : frame.ShortText();

    /// <summary>All frames of a stack, the innermost first.</summary>
    public static IEnumerable<string> Whole(StackTable table, StackId stack)
    {
        int depth = table.Depth(stack);
        for (int index = 0; index < depth; index++)
        {
            StackFrame frame = table.Frame(stack, index);
            yield return (frame.Origin == FrameOrigin.Own ? "* " : "  ") + TerminalSanitizer.Clean(frame.FullText());
        }
    }
}
