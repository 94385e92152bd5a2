using System.Text;
using Contrail.Core.Bytes;

namespace Contrail.Core.NetTrace.Wire;

/// <summary>A thread of a nettrace 6 stream.</summary>
/// <param name="Index">The number by which blocks refer to it.</param>
/// <param name="ThreadId">The operating system's id; 0 if the stream does not contain it.</param>
/// <param name="ProcessId">The process; 0 if the stream does not contain it.</param>
/// <param name="Name">Its name; empty for none.</param>
internal sealed record V6Thread(ulong Index, ulong ThreadId, int ProcessId, string Name)
{
    private const byte NameKind = 1, ProcessIdKind = 2, ThreadIdKind = 3, PairKind = 4;

    /// <summary>The kernel limits a name to 15 bytes; other writers have longer ones.</summary>
    private const int MaxNameBytes = 256;

    /// <summary>The number of its last event, as far as it is known. A thread begins at 0.</summary>
    public uint LastSequence { get; set; }

    /// <summary>Reads a row of a thread block, and moves to the next; false if it cannot be read.</summary>
    public static bool TryRead(ref ByteCursor cursor, out V6Thread? thread)
    {
        thread = null;
        if (!cursor.TryReadUInt16(out ushort declaredBytes)
            || !cursor.TryReadBytes(declaredBytes, out ReadOnlySpan<byte> bytes))
        {
            return false;
        }

        ByteCursor row = new(bytes);
        bool isRead = row.TryReadVarUInt64(out ulong index);
        (ulong threadId, ulong processId, string name) = (0, 0, "");
        while (isRead && !row.IsAtEnd)
        {
            isRead = row.TryReadByte(out byte kind) && kind switch
            {
                NameKind => TryReadName(ref row, out name),
                ProcessIdKind => row.TryReadVarUInt64(out processId),
                ThreadIdKind => row.TryReadVarUInt64(out threadId),
                PairKind => V6Text.TrySkip(ref row) && V6Text.TrySkip(ref row),
                _ => false,
            };
        }

        thread = isRead ? new V6Thread(index, threadId, unchecked((int)processId), name) : null;
        return isRead;
    }

    private static bool TryReadName(ref ByteCursor row, out string name)
    {
        bool isRead = V6Text.TryReadUtf8(ref row, out ReadOnlySpan<byte> utf8);
        name = Encoding.UTF8.GetString(utf8[..Math.Min(utf8.Length, MaxNameBytes)]);
        return isRead;
    }
}
