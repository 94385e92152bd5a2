using Contrail.Analysis.Model;

namespace Contrail.Analysis.Export.Stacks;

/// <summary>Numbers the frames of all files of an output, each once. Not safe for concurrent use.</summary>
internal sealed class FrameNumbers
{
    private const int Unnumbered = -1;

    private readonly Numbers<ExportFrame> _frames = new();

    // The number of each frame of a table, by its number there: making and comparing the names of the frames of every
    // stack took half of the time of a conversion.
    private readonly List<int> _ofTable = [];
    private StackTable? _table;

    /// <summary>The frames in the order of their numbers, from 0.</summary>
    public IReadOnlyList<ExportFrame> All => _frames.All;

    /// <summary>The number of a frame.</summary>
    public int Of(in StackFrame frame) =>
        _frames.Of(new ExportFrame(StackNames.Of(frame), frame.File, frame.Line, frame.Module));

    /// <summary>The number of a frame that is not code.</summary>
    public int Of(string name) => _frames.Of(new ExportFrame(name, "", 0, ""));

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
            numbers.Add(Of(table, stack, index));
        }
    }

    private int Of(StackTable table, StackId stack, int index)
    {
        if (!ReferenceEquals(table, _table))
        {
            _table = table;
            _ofTable.Clear();
        }

        int frame = table.FrameId(stack, index);
        while (_ofTable.Count <= frame)
        {
            _ofTable.Add(Unnumbered);
        }

        if (_ofTable[frame] == Unnumbered)
        {
            _ofTable[frame] = Of(table.Frame(stack, index));
        }

        return _ofTable[frame];
    }
}
