using System.Runtime.InteropServices;

namespace Contrail.Analysis.Model;

/// <summary>
/// The stacks of a trace, each once, with the names of their frames. It holds a limited amount of memory: further
/// stacks are <see cref="StackId.None"/>, and counted. Not safe for concurrent use.
/// </summary>
/// <param name="maxBytes">The maximum of <see cref="HeldBytes"/>.</param>
internal sealed class StackTable(long maxBytes = StackTable.DefaultMaxBytes)
{
    /// <summary>The usual limit: some 100,000 different stacks.</summary>
    public const long DefaultMaxBytes = 64L << 20;

    private const int FrameOverheadBytes = 200;
    private const int StackOverheadBytes = 40;
    private const int MaxJoinedFrames = 1_000;

    private readonly Dictionary<StackFrame, int> _frameIds = [];
    private readonly List<StackFrame> _frames = [];
    private readonly Dictionary<int, int> _lastByHash = [];
    private readonly List<Stack> _stacks = [default];
    private readonly List<int> _calls = [];

    /// <summary>The module with the entry point of the program, without extension; empty if unknown.</summary>
    public string MainModule { get; init; } = "";

    /// <summary>Whether a frame is of the main module; false if that is unknown.</summary>
    public bool IsMain(in StackFrame frame) =>
        MainModule.Length > 0 && frame.Module.Equals(MainModule, StringComparison.OrdinalIgnoreCase);

    /// <summary>Approximate memory of what is held, in bytes.</summary>
    public long HeldBytes { get; private set; }

    /// <summary>Stacks that were not taken because the table was full; a stack counts each time.</summary>
    public long RejectedCount { get; private set; }

    /// <summary>Whether no record so far has a stack.</summary>
    public bool IsEmpty => _stacks.Count == 1 && RejectedCount == 0;

    /// <summary>Counts a stack that was not kept.</summary>
    public void AddRejected() => RejectedCount++;

    /// <summary>Adds a frame, and returns its number; -1 if the table is full.</summary>
    public int AddFrame(in StackFrame frame)
    {
        if (_frameIds.TryGetValue(frame, out int id))
        {
            return id;
        }

        long chars = (long)frame.Name.Length + frame.File.Length + frame.Module.Length + frame.Parameters.Length;
        long bytes = FrameOverheadBytes + (sizeof(char) * chars);
        if (HeldBytes + bytes > maxBytes)
        {
            return -1;
        }

        HeldBytes += bytes;
        _frames.Add(frame);
        _frameIds.Add(frame, _frames.Count - 1);
        return _frames.Count - 1;
    }

    /// <summary>Adds a stack of frames that were added before, innermost first; an empty one is none.</summary>
    public StackId Add(ReadOnlySpan<int> frames)
    {
        if (frames.IsEmpty)
        {
            return StackId.None;
        }

        HashCode hash = default;
        foreach (int frame in frames)
        {
            hash.Add(frame);
        }

        int key = hash.ToHashCode();
        int last = _lastByHash.GetValueOrDefault(key);
        for (int id = last; id != 0; id = _stacks[id].Before)
        {
            if (Calls(id).SequenceEqual(frames))
            {
                return new StackId(id);
            }
        }

        long bytes = StackOverheadBytes + (sizeof(int) * (long)frames.Length);
        if (frames.Contains(-1) || HeldBytes + bytes > maxBytes)
        {
            RejectedCount++;
            return StackId.None;
        }

        HeldBytes += bytes;
        _stacks.Add(new Stack(_calls.Count, frames.Length, last, PlaceIndex(frames)));
        _calls.AddRange(frames);
        _lastByHash[key] = _stacks.Count - 1;
        return new StackId(_stacks.Count - 1);
    }

    /// <summary>Adds a stack without its innermost frames; none if nothing is left.</summary>
    public StackId AddWithout(StackId stack, int innermostCount) =>
        Add(Calls(stack.Value)[innermostCount..].ToArray());

    /// <summary>
    /// Adds a stack of two: the frames of the first one are further in. At most a thousand, the innermost, are kept.
    /// </summary>
    public StackId AddJoined(StackId inner, StackId outer)
    {
        int[] joined = [.. Calls(inner.Value), .. Calls(outer.Value)];
        return Add(joined.AsSpan(0, Math.Min(joined.Length, MaxJoinedFrames)));
    }

    /// <summary>Whether two stacks both have so many frames, and their outermost ones are the same.</summary>
    public bool HasSameOutermost(StackId left, StackId right, int count)
    {
        Span<int> leftCalls = Calls(left.Value);
        Span<int> rightCalls = Calls(right.Value);
        return count <= leftCalls.Length && count <= rightCalls.Length
            && leftCalls[^count..].SequenceEqual(rightCalls[^count..]);
    }

    /// <summary>Number of frames of a stack.</summary>
    public int Depth(StackId stack) => _stacks[stack.Value].Count;

    /// <summary>A frame of a stack, counted from the innermost.</summary>
    public StackFrame Frame(StackId stack, int index) => _frames[Calls(stack.Value)[index]];

    /// <summary>The source file of a method; empty if it is on no stack, or its file is unknown.</summary>
    public string FileOf(string method) => _frames.Find(frame => frame.Name == method).File ?? "";

    /// <summary>The number of a frame: equal frames have equal numbers.</summary>
    public int FrameId(StackId stack, int index) => Calls(stack.Value)[index];

    /// <summary>The innermost frame; null for no stack.</summary>
    public StackFrame? Innermost(StackId stack) => stack.IsNone ? null : Frame(stack, 0);

    /// <summary>The place in the code of a stack; null for no stack. Found once for each stack.</summary>
    public CodePlace? Place(StackId stack)
    {
        if (stack.IsNone)
        {
            return null;
        }

        int depth = _stacks[stack.Value].PlaceIndex;
        return new CodePlace(Frame(stack, depth), depth, Frame(stack, 0));
    }

    // Own code first, then a library, then any name: of native code or the runtime's entry frames only if there is no
    // other.
    private int PlaceIndex(ReadOnlySpan<int> frames)
    {
        int library = -1;
        int named = -1;
        int entry = -1;
        int native = -1;
        for (int index = 0; index < frames.Length; index++)
        {
            StackFrame frame = _frames[frames[index]];
            if (frame.Origin == FrameOrigin.Own)
            {
                return index;
            }

            library = library < 0 && frame.Origin == FrameOrigin.Library ? index : library;
            bool isNative = frame.Origin == FrameOrigin.Native;
            native = native < 0 && isNative && frame.IsNamed ? index : native;
            bool isFirst = named < 0 && frame.IsNamed && !isNative;
            bool isEntry = isFirst && EntryFrames.Contains(frame);
            named = isFirst && !isEntry ? index : named;
            entry = isEntry && entry < 0 ? index : entry;
        }

        return library >= 0 ? library : named >= 0 ? named : entry >= 0 ? entry : Math.Max(native, 0);
    }

    private Span<int> Calls(int id) => CollectionsMarshal.AsSpan(_calls).Slice(_stacks[id].Start, _stacks[id].Count);

    private readonly record struct Stack(int Start, int Count, int Before, int PlaceIndex);
}
