using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Export.Page;

/// <summary>
/// The frames and the stacks to which a page refers by number. Frames of one method are one, and so is all code of a
/// native module that has no names. Not safe for concurrent use.
/// </summary>
/// <param name="stacks">The stacks of the trace.</param>
/// <param name="texts">Receives the names.</param>
internal sealed class FrameTable(StackTable stacks, TextTable texts)
{
    /// <summary>More than one can look at; a stack has some tens of frames.</summary>
    private const int MaxStacks = 4_000;

    /// <summary>The innermost are kept.</summary>
    private const int MaxDepth = 128;

    private readonly Dictionary<int, int> _byId = [];
    private readonly Dictionary<string, int> _byName = new(StringComparer.Ordinal);
    private readonly List<PageFrame> _frames = [];
    private readonly Dictionary<StackId, int> _numbers = [];
    private readonly List<int[]> _kept = [];

    /// <summary>The frames, in the order of their numbers.</summary>
    public IReadOnlyList<PageFrame> Frames => _frames;

    /// <summary>The frames of each stack, innermost first, in the order of the stacks' numbers from 1.</summary>
    public IReadOnlyList<int[]> Stacks => _kept;

    /// <summary>How often a stack was not kept.</summary>
    public long OmittedCount { get; private set; }

    /// <summary>The number of a frame of a stack, counted from the innermost.</summary>
    public int FrameOf(StackId stack, int index)
    {
        int id = stacks.FrameId(stack, index);
        if (!_byId.TryGetValue(id, out int number))
        {
            number = Add(stacks.Frame(stack, index));
            _byId.Add(id, number);
        }

        return number;
    }

    /// <summary>The number of a stack; 0 for none, and for one that is not kept.</summary>
    public int NumberOf(StackId stack)
    {
        if (stack.IsNone || _numbers.TryGetValue(stack, out int number))
        {
            return stack.IsNone ? 0 : _numbers[stack];
        }

        if (_kept.Count >= MaxStacks)
        {
            OmittedCount++;
            return 0;
        }

        int depth = Math.Min(MaxDepth, stacks.Depth(stack));
        _kept.Add([.. Enumerable.Range(0, depth).Select(index => FrameOf(stack, index))]);
        _numbers.Add(stack, _kept.Count);
        return _kept.Count;
    }

    private int Add(in StackFrame frame)
    {
        string name = frame.IsNamed ? frame.Name : frame.ShortText();
        if (!_byName.TryGetValue(name, out int number))
        {
            // A cut name has no qualifier that could be left out.
            int text = texts.Add(name);
            bool isWhole = texts.All[text].Length == name.Length;
            number = _frames.Count;
            _frames.Add(new PageFrame(
                text, isWhole && frame.IsNamed ? frame.QualifierChars : 0, texts.Add(frame.Module), frame.Origin));
            _byName.Add(name, number);
        }
        else if (_frames[number].Module == 0)
        {
            // Not every frame of a method has its module.
            _frames[number] = _frames[number] with { Module = texts.Add(frame.Module) };
        }

        return number;
    }
}
