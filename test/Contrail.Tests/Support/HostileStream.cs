using System.Buffers;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Tests.Support;

/// <summary>
/// A stream of frames that a runtime never writes so many of: each kind alone makes some list or lane grow. It is
/// written piece by piece, so that the writer takes no memory that grows.
/// </summary>
internal sealed class HostileStream
{
    private const ulong Tick = 1;
    private const ulong TypeName = 2;
    private const ulong ThreadCreated = 3;

    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly NetTraceStreamWriter _writer;
    private int _number;

    /// <summary>Begins with the trace object and a row of each role.</summary>
    /// <param name="processId">The process id that it claims.</param>
    public HostileStream(int processId = 42)
    {
        _writer = new NetTraceStreamWriter(_bytes);
        _writer.StreamHeader();
        byte[] trace = new byte[NetTraceObjects.TracePayloadBytes];
        (new NetTraceFile().Trace with { ProcessId = processId }).Write(trace);
        _writer.Trace(trace);
        Row((int)Tick, "Drawn", 1, "Tick");
        Row((int)TypeName, "Microsoft-Windows-DotNETRuntime", 15, "");
        Row((int)ThreadCreated, "Microsoft-Windows-DotNETRuntime", 85, "");
    }

    /// <summary>A kind of hostile frame.</summary>
    public enum Kind
    {
        Stacks,
        SmallStacks,
        EmptyPoints,
        PointsOfNewThreads,
        StacksAndPoints,
        Rows,
        OneTimeEvents,
        NewThreads,
        LargeEvents,
        LargeStacks,
        LostEvents,
    }

    /// <summary>How much was written since it was last taken.</summary>
    public int PendingBytes => _bytes.WrittenCount;

    /// <summary>What was written since the last call.</summary>
    public byte[] Take()
    {
        byte[] taken = _bytes.WrittenSpan.ToArray();
        _bytes.ResetWrittenCount();
        return taken;
    }

    /// <summary>Adds one frame of a kind, different from those before.</summary>
    public HostileStream Add(Kind kind)
    {
        _number++;
        switch (kind)
        {
            case Kind.Stacks:
                Stacks(count: 20, frames: 80);
                break;
            case Kind.SmallStacks:
                Stacks(count: 1, frames: 1);
                break;
            case Kind.LargeStacks:
                Stacks(count: 4_000, frames: 100);
                break;
            case Kind.EmptyPoints:
                Point(listed: 0);
                break;
            case Kind.PointsOfNewThreads:
                Point(listed: 200);
                break;
            case Kind.StacksAndPoints:
                Stacks(count: 1, frames: 1);
                Point(listed: 0);
                break;
            case Kind.Rows:
                Row(_number + 3, "Drawn", _number + 1, "Row");
                break;
            default:
                _writer.Block(NetTraceFrameKind.Events, Events(kind));
                break;
        }

        return this;
    }

    private void Stacks(int count, int frames)
    {
        PayloadWriter block = new PayloadWriter().U32(_number % 400_000 * 5_000).U32(count);
        for (int stack = 0; stack < count; stack++)
        {
            block.U32(frames * sizeof(ulong)).Bytes(new byte[frames * sizeof(ulong)]);
        }

        _writer.Block(NetTraceFrameKind.Stacks, block.ToArray());
    }

    private void Point(int listed) => _writer.Block(NetTraceFrameKind.SequencePoint, SequencePoint.Build(
        new TraceTicks(6_000_000_000 + _number),
        [.. Enumerable.Range(0, listed).Select(index => ((ulong)((_number * 1_000L) + index), 3u))]));

    private void Row(int id, string provider, int eventId, string name)
    {
        byte[] row = new PayloadWriter().U32(id).Text(provider).U32(eventId).Text(name).U64(0).U32(0).U32(4).U32(0)
            .ToArray();
        _writer.Block(NetTraceFrameKind.Metadata, new BlockDrawing()
            .Blob(EventHeaderFlags.PayloadBytes, [0, (ulong)row.Length]).Bytes(row).ToArray());
    }

    private byte[] Events(Kind kind)
    {
        const EventHeaderFlags Named = EventHeaderFlags.MetadataId | EventHeaderFlags.Capture
            | EventHeaderFlags.ThreadId | EventHeaderFlags.StackId | EventHeaderFlags.PayloadBytes;
        BlockDrawing block = new();
        ulong first = (ulong)_number * 1_000;
        ulong count = kind == Kind.LargeEvents ? 1UL : 400UL;
        for (ulong index = 0; index < count; index++)
        {
            ulong thread = kind is Kind.NewThreads or Kind.LostEvents ? first + index : 1;
            (ulong row, int payloadBytes) = kind switch
            {
                Kind.OneTimeEvents => (index % 2 == 0 ? TypeName : ThreadCreated, 32),
                Kind.LargeEvents => (Tick, 900_000),
                _ => (Tick, 0),
            };

            // In the order of the format: row, sequence number, capture thread, processor, thread, stack, time, size.
            ulong sequence = kind == Kind.LostEvents ? 1_000UL : 0UL;
            block.Blob(Named, [row, sequence, thread, 0, thread, 0, 0, (ulong)payloadBytes]);
            block.Bytes(Payload(payloadBytes, first + index));
        }

        return block.ToArray();
    }

    // A thread's own id follows three numbers.
    private static byte[] Payload(int bytes, ulong about)
    {
        byte[] payload = new byte[bytes];
        if (bytes >= 32)
        {
            BitConverter.TryWriteBytes(payload, about);
            BitConverter.TryWriteBytes(payload.AsSpan(24), (uint)about);
        }

        return payload;
    }
}
