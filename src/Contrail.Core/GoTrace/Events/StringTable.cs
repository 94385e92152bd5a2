using Contrail.Core.Bytes;
using Contrail.Core.Formats;

namespace Contrail.Core.GoTrace.Events;

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

    /// <summary>Takes a batch of strings in; returns what is wrong with it; null without a fault.</summary>
    public TraceFault? Add(ReadOnlySpan<byte> untrusted)
    {
        ByteCursor cursor = new(untrusted);
        cursor.TrySkip(1);
        while (!cursor.IsAtEnd)
        {
            cursor.TryReadByte(out byte kind);
            if (kind != (byte)GoEventId.String)
            {
                return RuleFault.Of($"expected string event, got {kind}");
            }

            if (!cursor.TryReadVarUInt64(out ulong id) || !cursor.TryReadVarUInt64(out ulong declaredBytes))
            {
                return RuleFault.Of("the head of a string cannot be read");
            }

            if (declaredBytes > MaxStringBytes)
            {
                return RuleFault.Of($"a string claims {declaredBytes} bytes; there are at most {MaxStringBytes}");
            }

            if (!cursor.TryReadBytes((int)declaredBytes, out ReadOnlySpan<byte> text))
            {
                return RuleFault.Of($"string {id} is longer than its batch");
            }

            if (id == 0 || !_byId.TryAdd(id, text.ToArray()))
            {
                return RuleFault.Of($"there are two strings with the id {id}");
            }
        }

        return null;
    }
}
