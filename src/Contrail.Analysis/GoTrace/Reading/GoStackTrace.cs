using System.Text;

namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>A stack, the innermost call first. It holds as long as the event that has it.</summary>
internal readonly struct GoStackTrace
{
    private readonly DecodedGeneration? _generation;
    private readonly ulong _id;

    internal GoStackTrace(DecodedGeneration? generation, ulong id)
    {
        _generation = generation;
        _id = id;
    }

    /// <summary>How many calls deep it is; 0 if there is none.</summary>
    public int Depth => _generation?.Stacks.Depth(_id) ?? 0;

    /// <summary>Whether it was taken; a stack may have been, and be empty.</summary>
    internal bool IsTaken => _id != 0;

    /// <summary>The name of a function on it, as the trace has it.</summary>
    public string Function(int index) => Encoding.UTF8.GetString(FunctionBytes(index));

    internal ReadOnlySpan<byte> FunctionBytes(int index) => TextOf(Frame(index).FunctionId);

    internal ReadOnlySpan<byte> FileBytes(int index) => TextOf(Frame(index).FileId);

    internal GoFrame Frame(int index) => _generation!.Stacks.Frame(_id, index);

    private ReadOnlySpan<byte> TextOf(ulong id)
    {
        _generation!.Strings.TryGet(id, out byte[] text);
        return text;
    }
}
