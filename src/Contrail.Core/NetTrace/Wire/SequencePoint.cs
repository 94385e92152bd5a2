using System.Buffers.Binary;
using Contrail.Core.Formats;

namespace Contrail.Core.NetTrace.Wire;

/// <summary>
/// A sequence point: for each thread that is still counted, how many events it has written. Stack ids restart after it.
/// The view borrows the block's bytes.
/// </summary>
internal readonly ref struct SequencePoint
{
    internal const int HeaderBytes = 12;
    internal const int EntryBytes = 12;

    private readonly ReadOnlySpan<byte> _entries;

    private SequencePoint(TraceTicks at, ReadOnlySpan<byte> entries)
    {
        At = at;
        _entries = entries;
    }

    /// <summary>When it was made.</summary>
    public TraceTicks At { get; }

    /// <summary>Number of entries. The same thread id may have several, one for each of its incarnations.</summary>
    public int Count => _entries.Length / EntryBytes;

    /// <summary>The thread and the sequence number of its last event.</summary>
    public (ulong ThreadId, uint SequenceNumber) this[int index]
    {
        get
        {
            ReadOnlySpan<byte> entry = _entries.Slice(index * EntryBytes, EntryBytes);
            ulong threadId = BinaryPrimitives.ReadUInt64LittleEndian(entry);
            return (threadId, BinaryPrimitives.ReadUInt32LittleEndian(entry[8..]));
        }
    }

    /// <summary>Reads the block; false if it is shorter than the count it declares.</summary>
    public static bool TryRead(ReadOnlySpan<byte> untrusted, out SequencePoint point)
    {
        point = default;
        if (untrusted.Length < HeaderBytes)
        {
            return false;
        }

        int declaredCount = BinaryPrimitives.ReadInt32LittleEndian(untrusted[8..]);
        ReadOnlySpan<byte> entries = untrusted[HeaderBytes..];
        if (declaredCount < 0 || declaredCount > entries.Length / EntryBytes)
        {
            return false;
        }

        TraceTicks at = new(BinaryPrimitives.ReadInt64LittleEndian(untrusted));
        point = new SequencePoint(at, entries[..(declaredCount * EntryBytes)]);
        return true;
    }

    /// <summary>Makes the payload of a sequence point.</summary>
    internal static byte[] Build(TraceTicks at, IReadOnlyCollection<(ulong ThreadId, uint SequenceNumber)> threads)
    {
        byte[] payload = new byte[HeaderBytes + (threads.Count * EntryBytes)];
        BinaryPrimitives.WriteInt64LittleEndian(payload, at.Value);
        BinaryPrimitives.WriteInt32LittleEndian(payload.AsSpan(8), threads.Count);
        Span<byte> rest = payload.AsSpan(HeaderBytes);
        foreach ((ulong threadId, uint sequenceNumber) in threads)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(rest, threadId);
            BinaryPrimitives.WriteUInt32LittleEndian(rest[8..], sequenceNumber);
            rest = rest[EntryBytes..];
        }

        return payload;
    }
}
