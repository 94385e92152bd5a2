using Contrail.Analysis.Model;

namespace Contrail.Analysis.Export.Stacks;

/// <summary>Numbers the frames of all files of an output, each once. Not safe for concurrent use.</summary>
internal sealed class FrameNumbers
{
    private readonly Dictionary<ExportFrame, int> _numbers = [];
    private readonly List<ExportFrame> _frames = [];

    /// <summary>The frames in the order of their numbers, from 0.</summary>
    public IReadOnlyList<ExportFrame> All => _frames;

    /// <summary>The number of a frame.</summary>
    public int Of(in StackFrame frame) =>
        Of(new ExportFrame(StackNames.Of(frame), frame.File, frame.Line, frame.Module));

    /// <summary>The number of a frame that is not code.</summary>
    public int Of(string name) => Of(new ExportFrame(name, "", 0, ""));

    /// <summary>The frames of a stack, innermost first; <see cref="StackNames.NoStack"/> for none.</summary>
    public void Of(StackTable table, StackId stack, List<int> numbers)
    {
        numbers.Clear();
        if (stack.IsNone)
        {
            numbers.Add(Of(StackNames.NoStack));
            return;
        }

        for (int index = 0; index < table.Depth(stack); index++)
        {
            numbers.Add(Of(table.Frame(stack, index)));
        }
    }

    private int Of(ExportFrame frame)
    {
        if (!_numbers.TryGetValue(frame, out int number))
        {
            number = _frames.Count;
            _numbers.Add(frame, number);
            _frames.Add(frame);
        }

        return number;
    }
}
