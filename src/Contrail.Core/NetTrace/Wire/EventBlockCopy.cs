using System.Buffers;
using Contrail.Core.Bytes;
using Contrail.Core.Formats;

namespace Contrail.Core.NetTrace.Wire;

/// <summary>Makes blocks of some events of a block, each as it was. Not safe for concurrent use.</summary>
internal sealed class EventBlockCopy
{
    /// <summary>Flags, six numbers, two activity ids.</summary>
    private const int MaxHeaderBytes = 1 + (7 * VarUInt.MaxBytes) + 32;

    private const EventHeaderFlags Always = EventHeaderFlags.MetadataId | EventHeaderFlags.Capture
        | EventHeaderFlags.ThreadId | EventHeaderFlags.StackId | EventHeaderFlags.PayloadBytes;

    private const EventHeaderFlags AsTheyWere = EventHeaderFlags.ActivityId | EventHeaderFlags.RelatedActivityId;

    private readonly List<byte[]> _blocks = [];
    private ArrayBufferWriter<byte> _block = new();
    private TraceTicks _first;
    private TraceTicks _last;
    private TraceTicks _previousAt;
    private uint _previousSequence;
    private ulong _captureThreadId;

    /// <param name="block">The block that contains the event.</param>
    /// <param name="header">Its header.</param>
    /// <param name="current">The event; its borrowed bytes are copied.</param>
    public void Add(ReadOnlySpan<byte> block, in EventBlockHeader header, in EventBlockReader current)
    {
        // An event that is not compressed has both activity ids.
        EventHeaderFlags flags = header.Compressed ? (EventHeaderFlags)block[current.HeaderOffset] : AsTheyWere;

        // Readers check the capture thread only where a block begins and at sorted events. The event at which it
        // changed may be one that was left out.
        if (current.CaptureThreadId != _captureThreadId && !current.Sorted)
        {
            CloseBlock();
        }

        if (_block.WrittenCount == 0)
        {
            _block.Write(stackalloc byte[EventBlockHeader.MinBytes]);
            _first = _last = current.At;
            _previousAt = default;
            _previousSequence = 0;
        }

        _block.Advance(WriteHeader(_block.GetSpan(MaxHeaderBytes), current, flags));
        _block.Write(current.Payload);
        _first = current.At < _first ? current.At : _first;
        _last = current.At > _last ? current.At : _last;
        _previousAt = current.At;
        _previousSequence = current.SequenceNumber;
        _captureThreadId = current.CaptureThreadId;
    }

    /// <summary>The blocks made since the last call.</summary>
    public IReadOnlyList<byte[]> TakeBlocks()
    {
        CloseBlock();
        byte[][] taken = [.. _blocks];
        _blocks.Clear();
        return taken;
    }

    private int WriteHeader(Span<byte> target, in EventBlockReader current, EventHeaderFlags flags)
    {
        EventHeaderFlags sorted = current.Sorted ? EventHeaderFlags.Sorted : EventHeaderFlags.None;
        target[0] = (byte)(Always | sorted | (flags & AsTheyWere));
        int count = 1;
        count += VarUInt.Write(target[count..], unchecked((uint)current.MetadataId));
        count += VarUInt.Write(target[count..], unchecked(current.SequenceNumber - _previousSequence - 1));
        count += VarUInt.Write(target[count..], current.CaptureThreadId);
        count += VarUInt.Write(target[count..], current.ProcessorNumber);
        count += VarUInt.Write(target[count..], current.ThreadId);
        count += VarUInt.Write(target[count..], unchecked((uint)current.StackId));
        count += VarUInt.Write(target[count..], unchecked((ulong)current.At.Since(_previousAt)));
        current.ActivityIds.CopyTo(target[count..]);
        count += current.ActivityIds.Length;
        return count + VarUInt.Write(target[count..], (ulong)current.Payload.Length);
    }

    private void CloseBlock()
    {
        if (_block.WrittenCount == 0)
        {
            return;
        }

        byte[] block = _block.WrittenSpan.ToArray();
        new EventBlockHeader(EventBlockHeader.MinBytes, Compressed: true, _first, _last).Write(block);
        _blocks.Add(block);
        _block = new ArrayBufferWriter<byte>();
    }
}
