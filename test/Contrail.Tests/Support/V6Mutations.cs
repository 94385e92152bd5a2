namespace Contrail.Tests.Support;

/// <summary>A small sound file of nettrace 6, and one file for each thing that can be wrong with it.</summary>
internal static class V6Mutations
{
    /// <summary>By the code of the finding, and its text where it has several forms.</summary>
    public static Dictionary<string, Func<byte[]>> All { get; } = new()
    {
        ["EndsInsideFrame: in a block"] = () => Sound().Torn(missingBytes: 3),
        ["EndsInsideFrame: in a block's header"] = () => [.. Sound().Torn(), 7, 0],
        ["EndMarkMissing"] = () => Sound().Torn(),
        ["TraceUnreadable: a block before it"] = BlockBeforeTrace,
        ["TraceUnreadable: too short"] = () => Sound().Block(1, new PayloadWriter().U64(0)).Whole(),
        ["TraceUnreadable: more pairs than there are"] = PairsMissing,
        ["BlockHeaderUnreadable: of events"] = () => Sound().Block(2, new PayloadWriter().U16(19).U64(0)).Whole(),
        ["BlockHeaderUnreadable: of rows"] = () => Sound().Block(3, new PayloadWriter().U16(9).U8(0)).Whole(),
        ["MetadataUnreadable: a row longer than its block"] =
            () => Sound().Block(3, new PayloadWriter().U16(0).U16(90).U8(1)).Whole(),
        ["MetadataUnreadable: an unknown type"] = () => Sound().Row(9, "P", 1, "E", null, ("F", [99])).Whole(),
        ["MetadataUnreadable: an unknown option"] = () => Sound().Row(9, "P", 1, "E", [77]).Whole(),
        ["MetadataRepeated: with another meaning"] = () => Sound().Row(1, "P", 1, "E").Whole(),
        ["ThreadUnreadable: a row longer than its block"] =
            () => Sound().Block(6, new PayloadWriter().U16(90).U8(1)).Whole(),
        ["ThreadUnreadable: an unknown kind"] = () => Sound().Block(6, new PayloadWriter().U16(2).U8(9).U8(9)).Whole(),
        ["ThreadUndefined: of an event"] = () => Sound().Event(1, 90, thread: 77).Whole(),
        ["ThreadUndefined: an event about it"] = () => Sound().Event(1, 90, thread: 1, about: 77).Whole(),
        ["ThreadUndefined: removed"] = () => Sound().Remove(2, 2).Event(1, 90, thread: 2).Whole(),
        ["ThreadUndefined: at a sequence point"] = () => Sound().Point(90, 0, (77, 1)).Whole(),
        ["ThreadUndefined: flushed"] = () => Sound().Point(90, flags: 1).Event(1, 95, thread: 1).Whole(),
        ["LabelsUnreadable: an unknown kind"] = () => Sound().Labels(9, new PayloadWriter().U8(0xFF)).Whole(),
        ["LabelsUnreadable: more than there are"] = () => Sound().Block(8, new PayloadWriter().U32(9).U32(5)).Whole(),
        ["LabelsUndefined"] = () => Sound().Event(1, 90, thread: 1, labels: 77).Whole(),
        ["LabelsUndefined: of the region before"] = () => Sound().Point(90).Event(1, 95, thread: 1, labels: 1).Whole(),
        ["EventUndefined"] = () => Sound().Event(77, 90, thread: 1).Whole(),
        ["EventUndefined: flushed"] = () => Sound().Point(90, flags: 2).Event(1, 95, thread: 1).Whole(),
        ["EventUnreadable: a payload longer than its block"] = () => Events(events => events
            .U8(0x87).Var(1).Var(4).Var(1).Var(0).Var(1).Var(5_100_000_000).Var(200)),
        ["EventUnreadable: a number without an end"] = () => Events(events => events.U8(1).U32(-1)),
        ["StacksUnreadable: longer than its block"] =
            () => Sound().Block(5, new PayloadWriter().U32(9).U32(1).U32(800).U64(1)).Whole(),
        ["StackRepeated"] = () => Sound().Stacks(1, [0x1234]).Whole(),
        ["PointUnreadable: more threads than there are"] =
            () => Sound().Block(4, new PayloadWriter().U64(5_100_000_000).U32(0).U32(9)).Whole(),
        ["StackUnknown"] = () => Sound().Event(1, 90, thread: 1, stack: 99).Whole(),
        ["SequenceBackwards"] = () => Sound().Point(90, 0, (1, 1)).Whole(),
        ["EarlierThanSorted"] = () => Sound().Event(1, 20, thread: 2).Whole(),
        ["BlockTimesWrong"] = () => Sound().Block(2, new PayloadWriter().U16(20).U16(1).U64(7).U64(9)
            .U8(0xC7).Var(1).Var(4).Var(1).Var(0).Var(1).Var(5_100_000_000).Var(0)).Whole(),
        ["PayloadTooLong"] = () => Sound().Event(1, 90, thread: 1, payload: new byte[70_000]).Whole(),
        ["BlockUnknown"] = () => Sound().Block(99, new PayloadWriter().U64(1)).Whole(),
        ["BytesAfterEnd"] = () => [.. Sound().Whole(), 1, 2, 3],
    };

    /// <summary>Two processes with a thread each, labels, stacks, a sequence point in the middle.</summary>
    public static V6File Sound() => new V6File(8, ("ProcessId", "42"), ("HardwareThreadCount", "4"), ("Host", "here"))
        .Thread(1, 1001, 42, "main").Thread(2, 2001, 43, "worker")
        .Row(1, "Drawn", 7, "Tick").Row(2, "Other", 8, "Tock")
        .Labels(1, new PayloadWriter().U8(0x81).Bytes(Guid.Parse("00000001-0002-0003-0405-060708090a0b").ToByteArray()))
        .Stacks(1, [0x1000, 0x2000])
        .Event(1, 10, thread: 1, stack: 1, labels: 1).Event(2, 20, thread: 1).CloseBlock()
        .Event(1, 25, thread: 2).Point(30, 0, (1, 2), (2, 1))
        .Labels(1, new PayloadWriter().U8(5).Utf8("key").Utf8("value").U8(0x84).U64(9)).Stacks(1, [0x3000])
        .Event(1, 40, thread: 1, stack: 1, labels: 1).Event(1, 50, thread: 2).CloseBlock();

    private static byte[] Events(Action<PayloadWriter> draw)
    {
        PayloadWriter block = new PayloadWriter().U16(20).U16(1).U64(0).U64(0);
        draw(block);
        return Sound().Block(2, block).Whole();
    }

    private static byte[] BlockBeforeTrace()
    {
        byte[] file = Sound().Whole();
        return [.. file[..20], .. new PayloadWriter().U32(5 << 24 | 8).U32(1).U32(0).ToArray(), .. file[20..]];
    }

    private static byte[] PairsMissing()
    {
        byte[] file = new V6File().Whole();
        file[20 + 4 + 36] = 9;
        return file;
    }
}
