using System.Buffers;
using System.Buffers.Binary;
using Contrail.Core.Bytes;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Tests.Support;

/// <summary>
/// A nettrace 4 file written event by event. It assigns rows and sequence numbers: add events, and close blocks where
/// the test needs them closed. Times are milliseconds since the trace began, at <see cref="Begin"/>.
/// </summary>
/// <remarks>
/// Broken files: <see cref="Block"/> and <see cref="Raw"/> write their arguments unchanged, <see cref="Torn"/> cuts.
/// </remarks>
internal sealed class NetTraceFile
{
    private const int HeaderBytes = 20;

    private readonly NetTraceWriter _writer = new();
    private readonly Dictionary<(string, int, int, string), int> _rows = [];
    private readonly List<byte[]> _newRows = [];
    private readonly Dictionary<ulong, uint> _sequence = [];
    private readonly List<(ulong, uint)> _ended = [];
    private readonly ArrayBufferWriter<byte> _events = new();
    private TraceTicks _previous;
    private TraceTicks _first;
    private TraceTicks _last;
    private ulong _captureId;
    private uint _previousSequence;
    private Guid _previousActivity;

    public NetTraceFile(TraceObject? trace = null)
    {
        Trace = trace ?? new TraceObject(Begin, new TraceTicks(5_000_000_000), 1_000_000_000, 8, 42, 2, 1_000_000);
        _writer.Begin(Trace);
    }

    /// <summary>The default beginning of such a trace.</summary>
    public static DateTime Begin { get; } = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    public TraceObject Trace { get; }

    /// <summary>Bytes so far; what is in an open block does not count.</summary>
    public long Offset => _writer.Offset;

    public TraceTicks At(double milliseconds) =>
        new(Trace.SyncTicks.Value + (long)(milliseconds * Trace.TicksPerSecond / 1000));

    /// <summary>Adds an event to the open block, or opens one.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="at">When, in milliseconds.</param>
    /// <param name="thread">On which thread.</param>
    /// <param name="stack">The id of a stack of this region.</param>
    /// <param name="lost">How many events of the thread were lost before this one.</param>
    /// <param name="capture">The capture thread, if it is another.</param>
    public NetTraceFile Add(
        FileEvent kind, double at, ulong thread = 1, int stack = 0, uint lost = 0, ulong? capture = null)
    {
        TraceTicks moment = At(at);
        bool begins = _events.WrittenCount == 0;
        Span<byte> header = stackalloc byte[96];
        _events.Write(header[..WriteHeader(header, begins, kind, moment, (capture ?? thread, thread), stack, lost)]);
        _events.Write(kind.Payload);
        _first = begins || moment < _first ? moment : _first;
        _last = begins || moment > _last ? moment : _last;
        _previous = moment;
        return this;
    }

    /// <summary>Adds several events of one moment.</summary>
    public NetTraceFile AddAll(IEnumerable<FileEvent> kinds, double at, ulong thread = 1, ulong? capture = null)
    {
        foreach (FileEvent kind in kinds)
        {
            Add(kind, at, thread, capture: capture);
        }

        return this;
    }

    /// <summary>Closes the open block: its rows are written, then it.</summary>
    public NetTraceFile CloseBlock()
    {
        if (_newRows.Count > 0)
        {
            _writer.Block(NetTraceFrameKind.Metadata, MetadataBlock());
            _newRows.Clear();
        }

        if (_events.WrittenCount > 0)
        {
            _writer.Block(NetTraceFrameKind.Events, WithHeader(_events.WrittenSpan, _first, _last));
            _events.ResetWrittenCount();
        }

        return this;
    }

    /// <summary>Writes stacks, each innermost address first; they hold until the next sequence point.</summary>
    public NetTraceFile Stacks(int firstId, params ulong[][] stacks)
    {
        CloseBlock();
        PayloadWriter block = new PayloadWriter().U32(firstId).U32(stacks.Length);
        foreach (ulong[] stack in stacks)
        {
            block.U32(stack.Length * sizeof(ulong));
            foreach (ulong address in stack)
            {
                block.U64(address);
            }
        }

        return Block(NetTraceFrameKind.Stacks, block.ToArray());
    }

    /// <summary>Writes a sequence point with the true numbers of all threads.</summary>
    public NetTraceFile Point(double at)
    {
        CloseBlock();
        List<(ulong, uint)> threads = [.. _ended, .. _sequence.Select(thread => (thread.Key, thread.Value))];
        _ended.Clear();
        return Block(NetTraceFrameKind.SequencePoint, SequencePoint.Build(At(at), threads));
    }

    /// <summary>The thread ends; its id is reused by another, whose events are counted from 1.</summary>
    public NetTraceFile Rebirth(ulong thread)
    {
        CloseBlock();
        if (_sequence.Remove(thread, out uint last))
        {
            _ended.Add((thread, last));
        }

        return this;
    }

    /// <summary>Writes a block with any payload.</summary>
    public NetTraceFile Block(NetTraceFrameKind kind, byte[] payload)
    {
        CloseBlock();
        _writer.Block(kind, payload);
        return this;
    }

    /// <summary>The file with its end mark.</summary>
    public byte[] Whole()
    {
        CloseBlock();
        _writer.End();
        return Bytes();
    }

    /// <summary>The file as it is, without an end mark, and without its last bytes.</summary>
    public byte[] Torn(int missingBytes = 0)
    {
        CloseBlock();
        return Bytes()[..^missingBytes];
    }

    /// <summary>The file with other bytes in place of the end mark.</summary>
    public byte[] Raw(params byte[] bytes) => [.. Torn(), .. bytes];

    private int WriteHeader(
        Span<byte> header,
        bool begins,
        FileEvent kind,
        TraceTicks moment,
        (ulong Capture, ulong About) thread,
        int stack,
        uint lost)
    {
        bool named = begins || lost > 0 || thread.Capture != _captureId;
        uint sequence = _sequence.GetValueOrDefault(thread.Capture) + lost + 1;
        header[0] = (byte)(EventHeaderFlags.MetadataId | EventHeaderFlags.ThreadId | EventHeaderFlags.StackId
            | EventHeaderFlags.PayloadBytes | (named ? EventHeaderFlags.Capture | EventHeaderFlags.Sorted : 0)
            | (kind.Activity != (begins ? default : _previousActivity) ? EventHeaderFlags.ActivityId : 0));
        int count = 1 + VarUInt.Write(header[1..], (ulong)RowOf(kind));
        if (named)
        {
            // The difference is to the event before, of whichever thread, and readers add one.
            uint before = begins ? 0 : _previousSequence;
            count += VarUInt.Write(header[count..], unchecked(sequence - before - 1));
            count += VarUInt.Write(header[count..], thread.Capture);
            count += VarUInt.Write(header[count..], 0);
        }

        count += VarUInt.Write(header[count..], thread.About);
        count += VarUInt.Write(header[count..], (ulong)stack);
        count += VarUInt.Write(header[count..], unchecked((ulong)moment.Since(begins ? default : _previous)));
        if (((EventHeaderFlags)header[0]).HasFlag(EventHeaderFlags.ActivityId))
        {
            kind.Activity.TryWriteBytes(header[count..]);
            count += 16;
        }

        _previousActivity = kind.Activity;
        _captureId = thread.Capture;
        _previousSequence = _sequence[thread.Capture] = sequence;
        return count + VarUInt.Write(header[count..], (ulong)kind.Payload.Length);
    }

    private byte[] Bytes() => [.. _writer.Parts.SelectMany(part => part.ToArray())];

    private int RowOf(FileEvent kind)
    {
        (string, int, int, string) key = (kind.Provider, kind.EventId, kind.Version, kind.Name);
        if (!_rows.TryGetValue(key, out int id))
        {
            id = _rows.Count + 1;
            _rows.Add(key, id);
            _newRows.Add(new PayloadWriter()
                .U32(id).Text(kind.Provider).U32(kind.EventId).Text(kind.Name)
                .U64(0).U32(kind.Version).U32(4).Bytes(kind.Description).ToArray());
        }

        return id;
    }

    private byte[] MetadataBlock()
    {
        ArrayBufferWriter<byte> rows = new();
        Span<byte> header = stackalloc byte[24];
        foreach (byte[] row in _newRows)
        {
            header[0] = (byte)EventHeaderFlags.PayloadBytes;
            int count = 1 + VarUInt.Write(header[1..], 0);
            count += VarUInt.Write(header[count..], (ulong)row.Length);
            rows.Write(header[..count]);
            rows.Write(row);
        }

        return WithHeader(rows.WrittenSpan, Trace.SyncTicks, Trace.SyncTicks);
    }

    private static byte[] WithHeader(ReadOnlySpan<byte> blobs, TraceTicks first, TraceTicks last)
    {
        byte[] block = new byte[HeaderBytes + blobs.Length];
        BinaryPrimitives.WriteInt16LittleEndian(block, HeaderBytes);
        BinaryPrimitives.WriteInt16LittleEndian(block.AsSpan(2), 1);
        BinaryPrimitives.WriteInt64LittleEndian(block.AsSpan(4), first.Value);
        BinaryPrimitives.WriteInt64LittleEndian(block.AsSpan(12), last.Value);
        blobs.CopyTo(block.AsSpan(HeaderBytes));
        return block;
    }
}
