using System.Buffers;
using Contrail.Core.Bytes;
using Contrail.Core.Formats;

namespace Contrail.Core.NetTrace.Wire;

/// <summary>Makes blocks of some events of a block, each as it was. Not safe for concurrent use.</summary>
internal sealed class EventBlockCopy
{
    /// <summary>Flags, six numbers, two activity ids.</summary>
    private const int MaxHeaderBytes = 1 + (7 * VarUInt.MaxBytes) + (2 * GuidBytes);

    private const int GuidBytes = 16;

    private const EventHeaderFlags Always = EventHeaderFlags.MetadataId | EventHeaderFlags.Capture
        | EventHeaderFlags.ThreadId | EventHeaderFlags.StackId | EventHeaderFlags.PayloadBytes;

    private readonly List<byte[]> _blocks = [];
    private ArrayBufferWriter<byte> _block = new();
    private TraceTicks _first;
    private TraceTicks _last;
    private TraceTicks _previousAt;
    private uint _previousSequence;
    private ulong _captureThreadId;
    private Guid _activityId;
    private Guid _relatedActivityId;

    /// <summary>Adds an event; its borrowed bytes are copied.</summary>
    public void Add(in EventBlockReader current)
    {
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
            _activityId = _relatedActivityId = default;
        }

        _block.Advance(WriteHeader(_block.GetSpan(MaxHeaderBytes), current));
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

    private int WriteHeader(Span<byte> target, in EventBlockReader current)
    {
        EventHeaderFlags flags = Always | (current.Sorted ? EventHeaderFlags.Sorted : EventHeaderFlags.None);
        int count = 1;
        count += VarUInt.Write(target[count..], unchecked((uint)current.MetadataId));
        count += VarUInt.Write(target[count..], unchecked(current.SequenceNumber - _previousSequence - 1));
        count += VarUInt.Write(target[count..], current.CaptureThreadId);
        count += VarUInt.Write(target[count..], current.ProcessorNumber);
        count += VarUInt.Write(target[count..], current.ThreadId);
        count += VarUInt.Write(target[count..], unchecked((uint)current.StackId));
        count += VarUInt.Write(target[count..], unchecked((ulong)current.At.Since(_previousAt)));

        // Readers keep an id until a header contains another one, also an empty one.
        if (TryWriteChange(ref _activityId, current.ActivityId, target, ref count))
        {
            flags |= EventHeaderFlags.ActivityId;
        }

        if (TryWriteChange(ref _relatedActivityId, current.RelatedActivityId, target, ref count))
        {
            flags |= EventHeaderFlags.RelatedActivityId;
        }

        target[0] = (byte)flags;
        return count + VarUInt.Write(target[count..], (ulong)current.Payload.Length);
    }

    private static bool TryWriteChange(ref Guid known, ReadOnlySpan<byte> id, Span<byte> target, ref int count)
    {
        Guid read = id.IsEmpty ? default : new Guid(id);
        if (read == known)
        {
            return false;
        }

        known = read;
        read.TryWriteBytes(target[count..]);
        count += GuidBytes;
        return true;
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
