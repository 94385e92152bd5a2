using Contrail.Core.Bytes;
using Contrail.Core.GoTrace.Events;

namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>The stacks of a generation by their ids, which may be any numbers. Not safe for concurrent use.</summary>
internal sealed class GoStackTable
{
    /// <summary>The format's own limit; the runtime cuts what is deeper.</summary>
    public const int MaxFrames = 128;

    private const int FrameNumbers = 4;

    private readonly Dictionary<ulong, ulong[]> _addressesById = [];
    private readonly Dictionary<ulong, GoFrame> _frames = [];

    /// <summary>Whether there is such a stack; the id 0 is the empty one.</summary>
    public bool Contains(ulong id) => id == 0 || _addressesById.ContainsKey(id);

    /// <summary>How many calls deep the stack is.</summary>
    public int Depth(ulong id) => id == 0 ? 0 : _addressesById[id].Length;

    /// <summary>A call on the stack; the innermost is the first.</summary>
    public GoFrame Frame(ulong id, int index) => _frames[_addressesById[id][index]];

    /// <summary>Takes a batch of stacks in; gives what is wrong with it, or nothing.</summary>
    public string Add(ReadOnlySpan<byte> untrusted)
    {
        ByteCursor cursor = new(untrusted);
        cursor.TrySkip(1);
        while (!cursor.IsAtEnd)
        {
            string fault = AddStack(ref cursor);
            if (fault.Length > 0)
            {
                return fault;
            }
        }

        return "";
    }

    /// <summary>Returns which name of a frame is missing in the string table, or an empty text.</summary>
    public string Unnamed(StringTable strings)
    {
        foreach (GoFrame frame in _frames.Values)
        {
            if (!strings.TryGet(frame.FunctionId, out _) || !strings.TryGet(frame.FileId, out _))
            {
                return $"a stack names string {frame.FunctionId} and {frame.FileId}, and they are not both there";
            }
        }

        return "";
    }

    private string AddStack(ref ByteCursor cursor)
    {
        cursor.TryReadByte(out byte kind);
        if (kind != (byte)GoEventId.Stack)
        {
            return $"expected stack event, got {kind}";
        }

        if (!cursor.TryReadVarUInt64(out ulong id) || !cursor.TryReadVarUInt64(out ulong declaredFrames))
        {
            return "the head of a stack cannot be read";
        }

        if (declaredFrames > MaxFrames)
        {
            return $"a stack claims {declaredFrames} frames; there are at most {MaxFrames}";
        }

        ulong[] addresses = new ulong[(int)declaredFrames];
        for (int index = 0; index < addresses.Length; index++)
        {
            if (!TryReadFrame(ref cursor, out GoFrame frame))
            {
                return $"frame {index} of stack {id} cannot be read";
            }

            // An address has one meaning in a generation: the first one applies.
            addresses[index] = frame.Address;
            _frames.TryAdd(frame.Address, frame);
        }

        bool added = id != 0 && _addressesById.TryAdd(id, addresses);
        return added ? "" : $"there are two stacks with the id {id}";
    }

    private static bool TryReadFrame(ref ByteCursor cursor, out GoFrame frame)
    {
        Span<ulong> numbers = stackalloc ulong[FrameNumbers];
        foreach (ref ulong number in numbers)
        {
            if (!cursor.TryReadVarUInt64(out number))
            {
                frame = default;
                return false;
            }
        }

        frame = new GoFrame(numbers[0], numbers[1], numbers[2], numbers[3]);
        return true;
    }
}
