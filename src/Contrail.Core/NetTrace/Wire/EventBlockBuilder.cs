using System.Buffers;
using Contrail.Core.Bytes;
using Contrail.Core.Formats;

namespace Contrail.Core.NetTrace.Wire;

/// <summary>
/// Makes event blocks of the recorder's own events, on a separate capture thread, so that readers' counts of lost
/// events do not change. Events need not be in the order of time. Not thread-safe.
/// </summary>
internal sealed class EventBlockBuilder
{
    /// <summary>
    /// The largest event that the recorder makes: readers keep a length in 16 bits, some with the header.
    /// </summary>
    public const int MaxPayloadBytes = 60_000;

    /// <summary>
    /// The largest event of all: the runtime's largest events are nearly as large, and readers accept them.
    /// </summary>
    public const int PayloadBytesLimit = ushort.MaxValue;

    /// <summary>The size at which the runtime closes a block.</summary>
    private const int BlockBytesTarget = 100 << 10;

    /// <summary>Seven numbers of at most ten bytes, and the flags.</summary>
    private const int MaxHeaderBytes = 1 + (7 * VarUInt.MaxBytes);

    private readonly ulong _captureThreadId;
    private readonly List<ReadOnlyMemory<byte>> _blocks = [];
    private ArrayBufferWriter<byte> _block = new();
    private TraceTicks _first;
    private TraceTicks _last;
    private TraceTicks _previous;
    private int _previousStackId;

    /// <param name="captureThreadId">The thread that no other writes on.</param>
    /// <param name="eventsBefore">How many events of this thread are in the file already.</param>
    public EventBlockBuilder(ulong captureThreadId, uint eventsBefore = 0)
    {
        _captureThreadId = captureThreadId;
        EventCount = eventsBefore;
    }

    /// <summary>How many events have been written: the sequence number of the last.</summary>
    public uint EventCount { get; private set; }

    /// <summary>Adds an event.</summary>
    /// <param name="metadataId">The id of its row.</param>
    /// <param name="threadId">Its thread.</param>
    /// <param name="at">Its moment.</param>
    /// <param name="payload">Its fields.</param>
    /// <param name="stackId">The id of its stack in its region; 0 for none.</param>
    public void Add(int metadataId, ulong threadId, TraceTicks at, ReadOnlySpan<byte> payload, int stackId = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, PayloadBytesLimit);
        if (_block.WrittenCount + payload.Length + MaxHeaderBytes > BlockBytesTarget)
        {
            CloseBlock();
        }

        bool begins = _block.WrittenCount == 0;
        if (begins)
        {
            _block.Write(stackalloc byte[EventBlockHeader.MinBytes]);
            _first = _last = at;
            _previous = default;
            _previousStackId = 0;
        }

        EventHeaderFlags flags = EventHeaderFlags.MetadataId | EventHeaderFlags.ThreadId | EventHeaderFlags.PayloadBytes
            | (begins ? EventHeaderFlags.Capture : EventHeaderFlags.None)
            | (stackId != _previousStackId ? EventHeaderFlags.StackId : EventHeaderFlags.None);
        Span<byte> header = _block.GetSpan(MaxHeaderBytes);
        _block.Advance(WriteHeader(header, flags, metadataId, threadId, stackId, at, payload.Length));
        _previousStackId = stackId;
        _block.Write(payload);
        _first = at < _first ? at : _first;
        _last = at > _last ? at : _last;
        _previous = at;

        // Numbers wrap, and a file may contain any position of a thread.
        EventCount = unchecked(EventCount + 1);
    }

    /// <summary>The blocks made since the last call.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> TakeBlocks()
    {
        CloseBlock();
        ReadOnlyMemory<byte>[] taken = [.. _blocks];
        _blocks.Clear();
        return taken;
    }

    private int WriteHeader(
        Span<byte> target, EventHeaderFlags flags, int metadataId, ulong threadId, int stackId, TraceTicks at,
        int payloadBytes)
    {
        target[0] = (byte)flags;
        int count = 1;
        count += VarUInt.Write(target[count..], (ulong)metadataId);
        if (flags.HasFlag(EventHeaderFlags.Capture))
        {
            // The number itself is one more than the stored difference.
            count += VarUInt.Write(target[count..], EventCount);
            count += VarUInt.Write(target[count..], _captureThreadId);
            count += VarUInt.Write(target[count..], 0);
        }

        count += VarUInt.Write(target[count..], threadId);
        if (flags.HasFlag(EventHeaderFlags.StackId))
        {
            count += VarUInt.Write(target[count..], (ulong)stackId);
        }

        count += VarUInt.Write(target[count..], unchecked((ulong)at.Since(_previous)));
        return count + VarUInt.Write(target[count..], (ulong)payloadBytes);
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
