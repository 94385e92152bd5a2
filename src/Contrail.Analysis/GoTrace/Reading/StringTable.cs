using Contrail.Core.Bytes;

namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>The strings of a generation by their ids, which may be any numbers. Not safe for concurrent use.</summary>
internal sealed class StringTable
{
    /// <summary>The format's own limit; the runtime cuts what is longer.</summary>
    public const int MaxStringBytes = 1 << 10;

    private readonly Dictionary<ulong, byte[]> _byId = [];

    /// <summary>Gives the string; the id 0 is the empty one.</summary>
    public bool TryGet(ulong id, out byte[] text)
    {
        if (id == 0)
        {
            text = [];
            return true;
        }

        return _byId.TryGetValue(id, out text!);
    }

    /// <summary>Takes a batch of strings in; gives what is wrong with it, or nothing.</summary>
    public string Add(ReadOnlySpan<byte> untrusted)
    {
        ByteCursor cursor = new(untrusted);
        cursor.TrySkip(1);
        while (!cursor.IsAtEnd)
        {
            cursor.TryReadByte(out byte kind);
            if (kind != (byte)GoEventId.String)
            {
                return $"expected string event, got {kind}";
            }

            if (!cursor.TryReadVarUInt64(out ulong id) || !cursor.TryReadVarUInt64(out ulong declaredBytes))
            {
                return "the head of a string cannot be read";
            }

            if (declaredBytes > MaxStringBytes)
            {
                return $"a string claims {declaredBytes} bytes; there are at most {MaxStringBytes}";
            }

            if (!cursor.TryReadBytes((int)declaredBytes, out ReadOnlySpan<byte> text))
            {
                return $"string {id} is longer than its batch";
            }

            if (id == 0 || !_byId.TryAdd(id, text.ToArray()))
            {
                return $"there are two strings with the id {id}";
            }
        }

        return "";
    }
}
