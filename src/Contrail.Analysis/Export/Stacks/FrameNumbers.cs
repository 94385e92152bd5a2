using Contrail.Analysis.Model;

namespace Contrail.Analysis.Export.Stacks;

/// <summary>Numbers the frames of all files of an output, each once. Not safe for concurrent use.</summary>
internal sealed class FrameNumbers
{
    private readonly Dictionary<(string Name, string File, int Line), int> _numbers = [];

    /// <summary>The frames in the order of their numbers.</summary>
    public IEnumerable<(string Name, string File, int Line)> All =>
        _numbers.OrderBy(pair => pair.Value).Select(pair => pair.Key);

    /// <summary>The number of a frame.</summary>
    public int Of(in StackFrame frame) => Of(StackNames.Of(frame), frame.File, frame.Line);

    /// <summary>The number of a frame that is not code.</summary>
    public int Of(string name) => Of(name, "", 0);

    private int Of(string name, string file, int line)
    {
        (string, string, int) frame = (name, file, line);
        if (!_numbers.TryGetValue(frame, out int number))
        {
            number = _numbers.Count;
            _numbers.Add(frame, number);
        }

        return number;
    }
}
