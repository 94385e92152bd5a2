using System.Buffers.Binary;
using Contrail.Core.Formats;

namespace Contrail.Core.NetTrace.Wire;

/// <summary>The header before the events of an event or metadata block.</summary>
/// <param name="HeaderBytes">Its own size; newer writers may make it larger, and readers skip by it.</param>
/// <param name="Compressed">Whether event headers are written as differences.</param>
/// <param name="First">The earliest timestamp in the block.</param>
/// <param name="Last">The latest.</param>
internal readonly record struct EventBlockHeader(int HeaderBytes, bool Compressed, TraceTicks First, TraceTicks Last)
{
    /// <summary>The size that the runtime writes, and the smallest that readers accept.</summary>
    internal const int MinBytes = 20;

    internal const short CompressedFlag = 1;

    /// <summary>Reads it; false if the block is shorter than its header.</summary>
    public static bool TryRead(ReadOnlySpan<byte> untrusted, out EventBlockHeader header)
    {
        header = default;
        if (untrusted.Length < MinBytes)
        {
            return false;
        }

        int declaredBytes = BinaryPrimitives.ReadInt16LittleEndian(untrusted);
        if (declaredBytes < MinBytes || declaredBytes > untrusted.Length)
        {
            return false;
        }

        short flags = BinaryPrimitives.ReadInt16LittleEndian(untrusted[2..]);
        header = new EventBlockHeader(
            declaredBytes,
            (flags & CompressedFlag) != 0,
            new TraceTicks(BinaryPrimitives.ReadInt64LittleEndian(untrusted[4..])),
            new TraceTicks(BinaryPrimitives.ReadInt64LittleEndian(untrusted[12..])));
        return true;
    }

    internal void Write(Span<byte> target)
    {
        BinaryPrimitives.WriteInt16LittleEndian(target, MinBytes);
        BinaryPrimitives.WriteInt16LittleEndian(target[2..], CompressedFlag);
        WriteTimes(target, First, Last);
    }

    /// <summary>Changes only the times of an existing header.</summary>
    internal static void WriteTimes(Span<byte> target, TraceTicks first, TraceTicks last)
    {
        BinaryPrimitives.WriteInt64LittleEndian(target[4..], first.Value);
        BinaryPrimitives.WriteInt64LittleEndian(target[12..], last.Value);
    }
}
