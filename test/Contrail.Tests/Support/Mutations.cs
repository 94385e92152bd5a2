using System.Buffers.Binary;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Tests.Support;

/// <summary>A small sound file, and one file for each thing that can be wrong with it.</summary>
internal static class Mutations
{
    private const int TraceOffset = 32;
    private const int UnsortedCapture = 0x87;

    /// <summary>Repeats the number of the event before: the difference minus one, in 32 bits.</summary>
    private const ulong Again = uint.MaxValue;

    private static readonly FileEvent Tick = RuntimeEvents.Custom("Drawn", 1, "Tick");

    /// <summary>By the code of the finding, and its text where it has several forms.</summary>
    public static Dictionary<string, Func<byte[]>> All { get; } = new()
    {
        ["ObjectUnreadable: no tag"] = () => Sound().Raw(9, 9, 9),
        ["ObjectUnreadable: an unknown type"] = () => Changed("EventBlock", 0, (byte)'X'),
        ["ObjectUnreadable: the wrong end"] = () => Changed("EventBlock", -16, 5),
        ["ObjectUnreadable: an impossible size"] = () => Changed("EventBlock", 14, 0x7F),
        ["ObjectUnreadable: padding too short"] = PaddingTooShort,
        ["ObjectUnreadable: padding too long"] = PaddingTooLong,
        ["VersionUnknown: a trace of version 5"] = () => Changed("Trace", -12, 5, 0, 0, 0, 5),
        ["VersionUnknown: a block of version 3"] = () => Changed("EventBlock", -12, 3, 0, 0, 0, 3),
        ["ReaderVersionNewer"] = () => Changed("EventBlock", -8, 3),
        ["PaddingNotZero"] = PaddingNotZero,
        ["EndsInsideFrame: in a block"] = () => Sound().Torn(missingBytes: 3),
        ["EndsInsideFrame: in a tag"] = () => Sound().Raw(5, 5),
        ["EndMarkMissing"] = () => Sound().Torn(),
        ["TraceUnreadable: a block before it"] = BlockBeforeTrace,
        ["TraceUnreadable: a second one"] = SecondTrace,
        ["TraceUnreadable: a stopped clock"] = () => Changed("Trace", 6 + 24, 0, 0, 0, 0, 0, 0, 0, 0),
        ["TraceTimeInvalid: 1000 milliseconds"] = () => Changed("Trace", 6 + 14, 0xE8, 3),
        ["TraceTimeInvalid: month 13"] = () => Changed("Trace", 6 + 2, 13, 0),
        ["BlockHeaderUnreadable: too small"] = () => Block(NetTraceFrameKind.Events, Header(19)),
        ["BlockHeaderUnreadable: larger than its block"] = () => Block(NetTraceFrameKind.Events, Header(400)),
        ["BlockHeaderUnreadable: a block too short for it"] = () => Block(NetTraceFrameKind.Events, [20, 0, 1, 0]),
        ["MetadataUnreadable: text without an end"] = () => Metadata([1, 0, 0, 0, 65, 0, 65, 0]),
        ["MetadataUnreadable: more fields than there are"] = () => Metadata(
            [.. Row(7).AsSpan(..^4), .. new PayloadWriter().U32(2).U32(9).Text("One").ToArray()]),
        ["MetadataUnreadable: a part longer than the row"] = () => Metadata(
            [.. Row(7), .. new PayloadWriter().U32(90).U8(2).U32(0).ToArray()]),
        ["MetadataUnreadable: id 0"] = () => Metadata(Row(0)),
        ["MetadataRepeated: with another meaning"] = () => Metadata(Row(1)),
        ["MetadataRepeated: as it was"] = RepeatedRow,
        ["EventUnreadable: a payload longer than its block"] = () => Events(b => b.Blob(
            (EventHeaderFlags)0x87, [1, 3, 1, 0, 1, 5_100_000_000, 200])),
        ["EventUnreadable: a number without an end"] = () => Events(b => b.Bytes(1, 0xFF, 0xFF, 0xFF)),
        ["EventUndefined: an id that no row has"] = () => Events(b => b.Blob(
            (EventHeaderFlags)0x87, [77, 3, 1, 0, 1, 5_100_000_000, 0])),
        ["EventUndefined: id 0"] = () => Events(b => b.Blob((EventHeaderFlags)0x84, [1, 5_100_000_000, 0])),
        ["StacksUnreadable: more than there are"] = () => Block(
            NetTraceFrameKind.Stacks, new PayloadWriter().U32(9).U32(5).U32(0).ToArray()),
        ["StacksUnreadable: longer than its block"] = () => Block(
            NetTraceFrameKind.Stacks, new PayloadWriter().U32(9).U32(1).U32(800).U64(1).ToArray()),
        ["StackRepeated"] = () => Sound().Stacks(2, [0x1234]).Whole(),
        ["PointUnreadable: more than there are"] = () => Block(
            NetTraceFrameKind.SequencePoint, new PayloadWriter().U64(1).U32(4).U64(1).U32(1).ToArray()),
        ["PointUnreadable: a negative count"] = () => Block(
            NetTraceFrameKind.SequencePoint, new PayloadWriter().U64(1).U32(-4).ToArray()),
        ["StackUnknown"] = () => Sound().Add(Tick, 90, stack: 99).Whole(),
        ["SequenceBackwards"] = () => Sound().Rebirth(2).Add(Tick, 90, thread: 2).Whole(),
        ["PointAhead"] = PointAhead,
        ["CaptureUnsorted"] = () => Events(b => b
            .Blob((EventHeaderFlags)0xC7, [1, 3, 1, 0, 1, 5_100_000_000, 0])
            .Blob((EventHeaderFlags)UnsortedCapture, [1, Again, 2, 0, 2, 1, 0]), 5_100_000_000, 5_100_000_001),
        ["EarlierThanSorted"] = () => Sound().Add(Tick, 20, thread: 2).Whole(),
        ["BlockTimesWrong"] = () => Events(
            b => b.Blob((EventHeaderFlags)0xC7, [1, 3, 1, 0, 1, 5_100_000_000, 0]), 7, 9),
        ["PayloadTooLong"] = () => Sound()
            .Add(new FileEvent("Drawn", 2, 0, new byte[70_000]), 90).Whole(),
        ["BytesAfterEnd"] = () => [.. Sound().Whole(), 1, 2, 3],
    };

    /// <summary>Two threads, stacks, a sequence point in the middle.</summary>
    public static NetTraceFile Sound() => new NetTraceFile()
        .Stacks(1, [0x1000, 0x2000], []).Add(Tick, 10, stack: 1).Add(Tick, 20, stack: 2).CloseBlock()
        .Add(Tick, 20, thread: 2).Add(Tick, 25, thread: 2).Point(30)
        .Stacks(1, [0x3000], [0x4000]).Add(Tick, 40, stack: 1).Add(Tick, 50, thread: 2, stack: 2).CloseBlock();

    private static byte[] Block(NetTraceFrameKind kind, byte[] payload) => Sound().Block(kind, payload).Whole();

    private static byte[] Header(int bytes) => new PayloadWriter().U16(bytes).U16(1).U64(0).U64(0).ToArray();

    private static byte[] Metadata(byte[] row) => Block(
        NetTraceFrameKind.Metadata,
        new BlockDrawing().Blob((EventHeaderFlags)128, [0, (ulong)row.Length]).Bytes(row).ToArray());

    private static byte[] Row(int id) =>
        new PayloadWriter().U32(id).Text("Other").U32(7).Text("").U64(0).U32(0).U32(4).U32(0).ToArray();

    private static byte[] RepeatedRow()
    {
        byte[] whole = Sound().Whole();
        NetTraceSplitter splitter = new();
        Frame frame;
        do
        {
            splitter.Split(whole.AsSpan((int)splitter.StreamOffset), out frame, out _);
            splitter.Take(frame);
        }
        while (frame.Kind != (int)NetTraceFrameKind.Metadata);
        return Block(NetTraceFrameKind.Metadata, frame.Payload.ToArray());
    }

    private static byte[] Events(Action<BlockDrawing> draw, long first = 0, long last = long.MaxValue)
    {
        BlockDrawing block = new();
        draw(block);
        byte[] payload = block.ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(payload.AsSpan(4), first);
        BinaryPrimitives.WriteInt64LittleEndian(payload.AsSpan(12), last);
        return Block(NetTraceFrameKind.Events, payload);
    }

    private static byte[] PointAhead() => Sound()
        .Block(NetTraceFrameKind.SequencePoint, SequencePoint.Build(new TraceTicks(5_060_000_000), [(1, 9)]))
        .Add(Tick, 90).Whole();

    // In the last block of that name, an offset in bytes from the start of its name.
    private static byte[] Changed(string name, int at, params byte[] bytes)
    {
        byte[] file = Sound().Whole();
        int nameAt = file.AsSpan().LastIndexOf(System.Text.Encoding.ASCII.GetBytes(name));
        if (at == -16)
        {
            // The end tag of the block before it.
            at = -NetTraceObjects.HeadBytes - 1;
        }

        bytes.CopyTo(file, nameAt + at);
        return file;
    }

    private static (byte[] File, int PadAt, int PadBytes) Padded()
    {
        // Blocks follow each other at every offset, so one of these needs padding.
        for (int extra = 0; extra < 4; extra++)
        {
            byte[] stacks = [.. new PayloadWriter().U32(50).U32(1).U32(extra).ToArray(), .. new byte[extra]];
            NetTraceFile file = Sound().Block(NetTraceFrameKind.Stacks, stacks);
            int padAt = (int)file.Offset + NetTraceObjects.BytesBeforePadding(NetTraceFrameKind.SequencePoint);
            int padBytes = NetTraceSplitter.PadBytes(padAt);
            if (padBytes > 1)
            {
                return (file.Point(95).Whole(), padAt, padBytes);
            }
        }

        throw new InvalidOperationException("No block needed padding.");
    }

    private static byte[] PaddingTooShort()
    {
        (byte[] file, int padAt, _) = Padded();
        return [.. file[..padAt], .. file[(padAt + 1)..]];
    }

    private static byte[] PaddingTooLong()
    {
        (byte[] file, int padAt, _) = Padded();
        return [.. file[..padAt], 0, .. file[padAt..]];
    }

    private static byte[] PaddingNotZero()
    {
        (byte[] file, int padAt, _) = Padded();
        file[padAt] = 7;
        return file;
    }

    private static byte[] BlockBeforeTrace()
    {
        byte[] file = Sound().Whole();
        NetTraceWriter writer = new();
        writer.Begin(new NetTraceFile().Trace);
        int traceBytes = (int)writer.Offset - TraceOffset;
        byte[] body = file[(TraceOffset + traceBytes)..];
        writer.Block(NetTraceFrameKind.SequencePoint, SequencePoint.Build(new TraceTicks(1), []));
        byte[] point = [.. writer.Parts.SelectMany(part => part.ToArray())];
        byte[] pointAlone = point[(TraceOffset + traceBytes)..];
        // The padding of a block without entries is chosen for the other offset.
        byte[] started = [.. file[..TraceOffset], .. Repadded(pointAlone, TraceOffset)];
        return [.. started, .. file[TraceOffset..(TraceOffset + traceBytes)], .. body];
    }

    private static byte[] Repadded(byte[] point, int offset)
    {
        int head = NetTraceObjects.BytesBeforePadding(NetTraceFrameKind.SequencePoint);
        byte[] payloadAndEnd = point[^(SequencePoint.HeaderBytes + 1)..];
        return [.. point[..head], .. new byte[NetTraceSplitter.PadBytes(offset + head)], .. payloadAndEnd];
    }

    private static byte[] SecondTrace()
    {
        byte[] file = Sound().Torn();
        int end = file.AsSpan().IndexOf("MetadataBlock"u8) is int at && at > 0 ? at : 0;
        int stackAt = file.AsSpan().IndexOf("StackBlock"u8);
        int firstBlock = Math.Min(end, stackAt) - NetTraceObjects.HeadBytes;
        return [.. file, .. file[TraceOffset..firstBlock], 1];
    }
}
