using System.Buffers.Binary;
using Contrail.Core.Formats;

namespace Contrail.Core.NetTrace.Wire;

/// <summary>An event with every field written out. The format allows it; .NET 8 to 10 never write it.</summary>
internal readonly record struct UncompressedEvent
{
    public const int ActivityOffset = 44;
    public const int HeaderBytes = 80;

    private const int MetadataIdOffset = 4;

    /// <summary>The top bit of the metadata id is set if the event is not sorted.</summary>
    private const uint NotSortedBit = 0x8000_0000;

    public int MetadataId { get; private init; }

    public bool Sorted { get; private init; }

    public uint SequenceNumber { get; private init; }

    public ulong ThreadId { get; private init; }

    public ulong CaptureThreadId { get; private init; }

    public uint ProcessorNumber { get; private init; }

    public int StackId { get; private init; }

    public TraceTicks At { get; private init; }

    public int PayloadBytes { get; private init; }

    /// <summary>Header, payload and the padding to the next event.</summary>
    public int WholeBytes { get; private init; }

    public static bool TryRead(ReadOnlySpan<byte> untrusted, out UncompressedEvent read)
    {
        read = default;
        if (untrusted.Length < HeaderBytes)
        {
            return false;
        }

        int declaredPayloadBytes = BinaryPrimitives.ReadInt32LittleEndian(untrusted[76..]);
        if (declaredPayloadBytes < 0 || declaredPayloadBytes > untrusted.Length - HeaderBytes)
        {
            return false;
        }

        uint metadataId = BinaryPrimitives.ReadUInt32LittleEndian(untrusted[MetadataIdOffset..]);
        int unpaddedBytes = HeaderBytes + declaredPayloadBytes;
        read = new UncompressedEvent
        {
            MetadataId = (int)(metadataId & ~NotSortedBit),
            Sorted = (metadataId & NotSortedBit) == 0,
            SequenceNumber = BinaryPrimitives.ReadUInt32LittleEndian(untrusted[8..]),
            ThreadId = BinaryPrimitives.ReadUInt64LittleEndian(untrusted[12..]),
            CaptureThreadId = BinaryPrimitives.ReadUInt64LittleEndian(untrusted[20..]),
            ProcessorNumber = BinaryPrimitives.ReadUInt32LittleEndian(untrusted[28..]),
            StackId = BinaryPrimitives.ReadInt32LittleEndian(untrusted[32..]),
            At = new TraceTicks(BinaryPrimitives.ReadInt64LittleEndian(untrusted[36..])),
            PayloadBytes = declaredPayloadBytes,
            WholeBytes = unpaddedBytes + NetTraceSplitter.PadBytes(unpaddedBytes),
        };
        return true;
    }

    /// <summary>Replaces the metadata id in an event, and leaves the rest unchanged.</summary>
    public static void WriteMetadataId(Span<byte> whole, int metadataId)
    {
        Span<byte> field = whole[MetadataIdOffset..];
        uint notSorted = BinaryPrimitives.ReadUInt32LittleEndian(field) & NotSortedBit;
        BinaryPrimitives.WriteUInt32LittleEndian(field, (uint)metadataId | notSorted);
    }
}
