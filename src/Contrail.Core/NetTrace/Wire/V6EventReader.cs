using System.Buffers.Binary;
using Contrail.Core.Bytes;
using Contrail.Core.Formats;

namespace Contrail.Core.NetTrace.Wire;

/// <summary>
/// Reads the events of one block of nettrace 6. The headers are those of version 4, except that threads are numbers in
/// a table, and that a list of labels replaces the activities. Bytes are untrusted: reading ends early with
/// <see cref="Malformed"/> set.
/// </summary>
internal ref struct V6EventReader
{
    private const int UncompressedBytes = 52;
    private const uint NotSortedBit = 0x8000_0000;

    /// <summary>The list of labels has the place that the activity has in version 4.</summary>
    private const EventHeaderFlags LabelsFlag = EventHeaderFlags.ActivityId;

    private readonly ReadOnlySpan<byte> _block;
    private readonly bool _compressed;
    private int _position;
    private uint _payloadBytes;

    /// <param name="untrusted">The block's payload, with its header.</param>
    /// <param name="header">That header, as read.</param>
    public V6EventReader(ReadOnlySpan<byte> untrusted, in EventBlockHeader header)
    {
        _block = untrusted;
        _compressed = header.Compressed;
        _position = header.HeaderBytes;
    }

    /// <summary>The id of the metadata row.</summary>
    public uint MetadataId { get; private set; }

    /// <summary>The capture thread's count of events.</summary>
    public uint SequenceNumber { get; private set; }

    /// <summary>The index of the thread that wrote the event.</summary>
    public ulong CaptureThreadIndex { get; private set; }

    /// <summary>The processor it ran on.</summary>
    public uint ProcessorNumber { get; private set; }

    /// <summary>The index of the thread the event is about.</summary>
    public ulong ThreadIndex { get; private set; }

    /// <summary>The stack's id in the event's region; 0 without a stack.</summary>
    public int StackId { get; private set; }

    /// <summary>When it happened.</summary>
    public TraceTicks At { get; private set; }

    /// <summary>The id of the list of labels in the event's region; 0 for none.</summary>
    public uint LabelListId { get; private set; }

    /// <summary>Whether nothing after it in the stream is earlier.</summary>
    public bool Sorted { get; private set; }

    /// <summary>The current event's payload; it borrows the block.</summary>
    public ReadOnlySpan<byte> Payload { get; private set; }

    /// <summary>Whether the block is not valid; what was read before remains valid.</summary>
    public bool Malformed { get; private set; }

    /// <summary>Where in the block the current event's header begins.</summary>
    public int HeaderOffset { get; private set; }

    /// <summary>Moves to the next event; false at the end, or when the rest cannot be read.</summary>
    public bool MoveNext()
    {
        if (_position >= _block.Length || Malformed)
        {
            return false;
        }

        HeaderOffset = _position;
        Malformed = !(_compressed ? TryReadCompressed() : TryReadUncompressed());
        return !Malformed;
    }

    private bool TryReadCompressed()
    {
        ByteCursor cursor = new(_block[_position..]);
        bool isRead = cursor.TryReadByte(out byte bits);
        EventHeaderFlags flags = (EventHeaderFlags)bits;
        if (isRead && flags.HasFlag(EventHeaderFlags.MetadataId))
        {
            isRead = cursor.TryReadVarUInt32(out uint metadataId);
            MetadataId = metadataId;
        }

        SequenceNumber = unchecked(SequenceNumber + 1);
        isRead = isRead && TryReadThreads(flags, ref cursor);
        if (isRead && flags.HasFlag(EventHeaderFlags.StackId))
        {
            isRead = cursor.TryReadVarUInt32(out uint stackId);
            StackId = unchecked((int)stackId);
        }

        ulong ticksSince = 0;
        isRead = isRead && cursor.TryReadVarUInt64(out ticksSince);
        At = new TraceTicks(unchecked(At.Value + (long)ticksSince));
        if (isRead && flags.HasFlag(LabelsFlag))
        {
            isRead = cursor.TryReadVarUInt32(out uint labelListId);
            LabelListId = labelListId;
        }

        Sorted = flags.HasFlag(EventHeaderFlags.Sorted);
        if (isRead && flags.HasFlag(EventHeaderFlags.PayloadBytes))
        {
            isRead = cursor.TryReadVarUInt32(out _payloadBytes);
        }

        return isRead && TryTakePayload(cursor.RestBytes);
    }

    private bool TryReadThreads(EventHeaderFlags flags, ref ByteCursor cursor)
    {
        bool isRead = true;
        if (flags.HasFlag(EventHeaderFlags.Capture))
        {
            isRead = cursor.TryReadVarUInt32(out uint skipped)
                & cursor.TryReadVarUInt64(out ulong captureIndex)
                & cursor.TryReadVarUInt32(out uint processorNumber);
            SequenceNumber = unchecked(SequenceNumber + skipped);
            CaptureThreadIndex = captureIndex;
            ProcessorNumber = processorNumber;
        }

        if (isRead && flags.HasFlag(EventHeaderFlags.ThreadId))
        {
            isRead = cursor.TryReadVarUInt64(out ulong threadIndex);
            ThreadIndex = threadIndex;
        }

        return isRead;
    }

    private bool TryReadUncompressed()
    {
        ByteCursor cursor = new(_block[_position..]);
        if (!cursor.TryReadBytes(UncompressedBytes, out ReadOnlySpan<byte> header))
        {
            return false;
        }

        uint metadataId = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
        MetadataId = metadataId & ~NotSortedBit;
        Sorted = (metadataId & NotSortedBit) == 0;
        SequenceNumber = BinaryPrimitives.ReadUInt32LittleEndian(header[8..]);
        ThreadIndex = BinaryPrimitives.ReadUInt64LittleEndian(header[12..]);
        CaptureThreadIndex = BinaryPrimitives.ReadUInt64LittleEndian(header[20..]);
        ProcessorNumber = BinaryPrimitives.ReadUInt32LittleEndian(header[28..]);
        StackId = BinaryPrimitives.ReadInt32LittleEndian(header[32..]);
        At = new TraceTicks(BinaryPrimitives.ReadInt64LittleEndian(header[36..]));
        LabelListId = BinaryPrimitives.ReadUInt32LittleEndian(header[44..]);
        _payloadBytes = BinaryPrimitives.ReadUInt32LittleEndian(header[48..]);
        return TryTakePayload(cursor.RestBytes);
    }

    private bool TryTakePayload(int restBytes)
    {
        if (_payloadBytes > (uint)restBytes)
        {
            return false;
        }

        int offset = _block.Length - restBytes;
        Payload = _block.Slice(offset, (int)_payloadBytes);
        _position = offset + Payload.Length;
        return true;
    }
}
