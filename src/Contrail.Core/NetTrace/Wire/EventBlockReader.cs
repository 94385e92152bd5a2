using System.Runtime.CompilerServices;
using Contrail.Core.Bytes;
using Contrail.Core.Formats;

namespace Contrail.Core.NetTrace.Wire;

/// <summary>
/// Reads the events of one block, or the rows of a metadata block. The state is reset in every block, so each block can
/// be read alone. Bytes are untrusted: reading ends early with <see cref="Malformed"/> set.
/// </summary>
/// <remarks>
/// This is the recorder's hot loop: it processes every header of the stream once. So the steps are compiled into one
/// method and the position is a local variable whose address is never taken, because it would otherwise be stored in
/// memory; the fields are decoded in their order, and the usual one-byte numbers have a branch of their own. Measured
/// by <c>DecodeHeaders</c> in bench/.
/// </remarks>
internal ref partial struct EventBlockReader
{
    private const int GuidBytes = 16;

    /// <summary>Five times seven bits hold the 32 of a number.</summary>
    private const int MaxVar32Bytes = 5;

    /// <summary>No position: the header cannot be read any further.</summary>
    private const int Unreadable = -1;

    private readonly ReadOnlySpan<byte> _block;
    private readonly bool _compressed;
    private int _position;
    private int _payloadOffset;
    private int _payloadBytes;

    /// <param name="untrusted">The block's payload, with its header.</param>
    /// <param name="header">That header, as read.</param>
    public EventBlockReader(ReadOnlySpan<byte> untrusted, scoped in EventBlockHeader header)
    {
        _block = untrusted;
        _compressed = header.Compressed;
        _position = header.HeaderBytes;
    }

    /// <summary>Which metadata row describes the event.</summary>
    public int MetadataId { get; private set; }

    /// <summary>The capture thread's count of events; every event takes one, also those dropped.</summary>
    public uint SequenceNumber { get; private set; }

    /// <summary>The thread that wrote the event, and to which the sequence number belongs.</summary>
    public ulong CaptureThreadId { get; private set; }

    /// <summary>The processor it ran on; 0xFFFFFFFF where unknown.</summary>
    public uint ProcessorNumber { get; private set; }

    /// <summary>The thread the event is about.</summary>
    public ulong ThreadId { get; private set; }

    /// <summary>The process of the thread; 0 if unknown, as in every stream of version 4.</summary>
    public int ProcessId { get; private set; }

    /// <summary>The stack's id in the event's region; 0 without a stack.</summary>
    public int StackId { get; private set; }

    /// <summary>When it happened.</summary>
    public TraceTicks At { get; private set; }

    /// <summary>Whether nothing after it in the stream is earlier.</summary>
    public bool Sorted { get; private set; }

    /// <summary>
    /// Whether this event's header contained its capture thread, so that the sequence may have jumped.
    /// </summary>
    public bool CaptureNamed { get; private set; }

    /// <summary>Whether this event's header contained its metadata row.</summary>
    public bool MetadataNamed { get; private set; }

    /// <summary>Whether the block is not valid; what was read before remains valid.</summary>
    public bool Malformed { get; private set; }

    /// <summary>Where in the block the current event's header begins.</summary>
    public int HeaderOffset { get; private set; }

    /// <summary>The offset of the capture thread's id in the block, if this header contains it.</summary>
    internal Range CaptureIdRange { get; private set; }

    /// <summary>The current event's payload; it borrows the block.</summary>
    public readonly ReadOnlySpan<byte> Payload => _block.Slice(_payloadOffset, _payloadBytes);

    /// <summary>
    /// The activity in which the event was written, as a GUID; nothing for none. A header contains it only where it
    /// differs from that of the event before.
    /// </summary>
    public ReadOnlySpan<byte> ActivityId { get; private set; }

    /// <summary>The related activity, in the same way.</summary>
    public ReadOnlySpan<byte> RelatedActivityId { get; private set; }

    /// <summary>Moves to the next event; false at the end, or when the rest cannot be read.</summary>
    public bool MoveNext()
    {
        if (_position >= _block.Length)
        {
            return false;
        }

        HeaderOffset = _position;
        bool read = _compressed ? ReadCompressed() : ReadUncompressed();
        Malformed = !read;
        return read;
    }

    private bool ReadCompressed()
    {
        ReadOnlySpan<byte> block = _block;
        int position = _position;
        EventHeaderFlags flags = (EventHeaderFlags)block[position++];
        MetadataNamed = (flags & EventHeaderFlags.MetadataId) != 0;
        if (MetadataNamed)
        {
            if (!TryReadVar32(block, ref position, out uint metadataId))
            {
                return false;
            }

            MetadataId = unchecked((int)metadataId);
        }

        CaptureNamed = (flags & EventHeaderFlags.Capture) != 0;
        if (CaptureNamed)
        {
            position = ReadCapture(block, position);
            if (position == Unreadable)
            {
                return false;
            }
        }
        else if (MetadataId != 0)
        {
            SequenceNumber = unchecked(SequenceNumber + 1);
        }

        return TryReadRest(flags, block, position);
    }

    // Returns where the header continues. Rare: the runtime writes a thread's events one after the other.
    private int ReadCapture(ReadOnlySpan<byte> block, int position)
    {
        if (!TryReadVar32(block, ref position, out uint skipped))
        {
            return Unreadable;
        }

        int captureIdOffset = position;
        if (!TryReadVar64(block, ref position, out ulong captureThreadId))
        {
            return Unreadable;
        }

        CaptureIdRange = captureIdOffset..position;
        if (!TryReadVar32(block, ref position, out uint processorNumber))
        {
            return Unreadable;
        }

        // Metadata rows, which are the blobs without a metadata id, take no sequence number.
        SequenceNumber = unchecked(SequenceNumber + skipped + (MetadataId != 0 ? 1u : 0u));
        CaptureThreadId = captureThreadId;
        ProcessorNumber = processorNumber;
        return position;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryReadRest(EventHeaderFlags flags, ReadOnlySpan<byte> block, int position)
    {
        if ((flags & EventHeaderFlags.ThreadId) != 0)
        {
            if (!TryReadVar64(block, ref position, out ulong threadId))
            {
                return false;
            }

            ThreadId = threadId;
        }

        if ((flags & EventHeaderFlags.StackId) != 0)
        {
            if (!TryReadVar32(block, ref position, out uint stackId))
            {
                return false;
            }

            StackId = unchecked((int)stackId);
        }

        if (!TryReadVar64(block, ref position, out ulong ticksSince))
        {
            return false;
        }

        At = new TraceTicks(unchecked(At.Value + (long)ticksSince));
        Sorted = (flags & EventHeaderFlags.Sorted) != 0;
        position = ReadActivities(flags, block, position);
        return position != Unreadable && TryReadPayload(flags, block, position);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int ReadActivities(EventHeaderFlags flags, ReadOnlySpan<byte> block, int position)
    {
        const EventHeaderFlags Both = EventHeaderFlags.ActivityId | EventHeaderFlags.RelatedActivityId;
        return (flags & Both) == 0 ? position : ReadActivityIds(flags, block, position);
    }

    private int ReadActivityIds(EventHeaderFlags flags, ReadOnlySpan<byte> block, int position)
    {
        bool hasOwn = (flags & EventHeaderFlags.ActivityId) != 0;
        bool hasRelated = (flags & EventHeaderFlags.RelatedActivityId) != 0;
        int end = position + (hasOwn && hasRelated ? 2 * GuidBytes : GuidBytes);
        if (end > block.Length)
        {
            return Unreadable;
        }

        ActivityId = hasOwn ? block.Slice(position, GuidBytes) : ActivityId;
        RelatedActivityId = hasRelated ? block[(end - GuidBytes)..end] : RelatedActivityId;
        return end;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryReadPayload(EventHeaderFlags flags, ReadOnlySpan<byte> block, int position)
    {
        if ((flags & EventHeaderFlags.PayloadBytes) != 0)
        {
            if (!TryReadVar32(block, ref position, out uint declaredBytes) || declaredBytes > int.MaxValue)
            {
                return false;
            }

            _payloadBytes = (int)declaredBytes;
        }

        if (block.Length - position < _payloadBytes)
        {
            _payloadBytes = 0;
            return false;
        }

        _payloadOffset = position;
        _position = position + _payloadBytes;
        return true;
    }

    private bool ReadUncompressed()
    {
        if (!UncompressedEvent.TryRead(_block[_position..], out UncompressedEvent whole))
        {
            return false;
        }

        MetadataId = whole.MetadataId;
        Sorted = whole.Sorted;
        SequenceNumber = whole.SequenceNumber;
        ThreadId = whole.ThreadId;
        CaptureThreadId = whole.CaptureThreadId;
        ProcessorNumber = whole.ProcessorNumber;
        StackId = whole.StackId;
        At = whole.At;
        CaptureNamed = MetadataNamed = true;
        ActivityId = _block.Slice(_position + UncompressedEvent.ActivityOffset, GuidBytes);
        RelatedActivityId = _block.Slice(_position + UncompressedEvent.ActivityOffset + GuidBytes, GuidBytes);
        _payloadOffset = _position + UncompressedEvent.HeaderBytes;
        _payloadBytes = whole.PayloadBytes;
        _position = Math.Min(_block.Length, _position + whole.WholeBytes);
        return true;
    }

    // Bits over the 32 are dropped, as other readers do: the event and those after it can still be read.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryReadVar32(ReadOnlySpan<byte> block, ref int position, out uint value)
    {
        int start = position;
        bool read = TryReadVar64(block, ref position, out ulong wide);
        value = unchecked((uint)wide);
        return read && position - start <= MaxVar32Bytes;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryReadVar64(ReadOnlySpan<byte> block, ref int position, out ulong value)
    {
        if ((uint)position < (uint)block.Length && block[position] < 0x80)
        {
            value = block[position++];
            return true;
        }

        int taken = VarUInt.Read(block, position, out value);
        position += taken;
        return taken > 0;
    }
}
