using Contrail.Core.NetTrace.Wire;
using Contrail.Tests.Support;
using CsCheck;
using Xunit;
using static Contrail.Core.NetTrace.Wire.EventHeaderFlags;

namespace Contrail.Tests.Core.NetTrace.Wire;

public sealed class EventBlockReaderTests
{
    private const EventHeaderFlags All =
        MetadataId | EventHeaderFlags.Capture | EventHeaderFlags.ThreadId | StackId | PayloadBytes;

    [Fact]
    public void Fields_that_a_header_omits_are_carried_over_from_the_one_before()
    {
        BlockDrawing block = Whole()
            .Blob(None, [5])
            .Blob(MetadataId, [2, 5])
            .Blob(EventHeaderFlags.Capture, [10, 8, 1, 5])
            .Blob(EventHeaderFlags.ThreadId, [9, 5])
            .Blob(StackId, [12, 5])
            .Blob(Sorted, [5])
            .Blob(PayloadBytes, [5, 1], payloadBytes: 1)
            .Blob(None, [0], payloadBytes: 1);
        Assert.Equal(
            [
                "row 1 #4 7/70 cpu 2 stack 11 @100 0B",
                "row 1 #5 7/70 cpu 2 stack 11 @105 0B",
                "row 2 #6 7/70 cpu 2 stack 11 @110 0B",
                "row 2 #17 8/70 cpu 1 stack 11 @115 0B",
                "row 2 #18 8/9 cpu 1 stack 11 @120 0B",
                "row 2 #19 8/9 cpu 1 stack 12 @125 0B",
                "row 2 #20 8/9 cpu 1 stack 12 @130 0B sorted",
                "row 2 #21 8/9 cpu 1 stack 12 @135 1B",
                "row 2 #22 8/9 cpu 1 stack 12 @135 1B",
            ],
            BlockDrawing.Read(block.ToArray()));
    }

    [Theory]
    [InlineData(ActivityId, 16)]
    [InlineData(RelatedActivityId, 16)]
    [InlineData(ActivityId | RelatedActivityId, 32)]
    public void Activity_ids_precede_the_payload_and_stay_until_they_change(object flags, int bytes)
    {
        BlockDrawing block = Whole().Blob((EventHeaderFlags)flags, [1]).Bytes(new byte[bytes]).Blob(None, [1]);
        Assert.Equal(
            [$"row 1 #5 7/70 cpu 2 stack 11 @101 0B +{bytes}", $"row 1 #6 7/70 cpu 2 stack 11 @102 0B +{bytes}"],
            BlockDrawing.Read(block.ToArray())[1..]);
    }

    [Fact]
    public void Metadata_rows_take_no_sequence_number()
    {
        BlockDrawing block = new BlockDrawing()
            .Blob(PayloadBytes, [0, 3], payloadBytes: 3)
            .Blob(EventHeaderFlags.Capture, [0, 0, 0, 0], payloadBytes: 3);
        Assert.Equal(
            ["row 0 #0 0/0 cpu 0 stack 0 @0 3B", "row 0 #0 0/0 cpu 0 stack 0 @0 3B"],
            BlockDrawing.Read(block.ToArray()));
    }

    [Fact]
    public void Time_may_go_back_and_wrap_and_a_processor_may_be_unknown()
    {
        BlockDrawing block = new BlockDrawing()
            .Blob(All, [1, 0, 7, uint.MaxValue, 7, 0, 100, 0])
            .Blob(None, [unchecked((ulong)-30L)]);
        Assert.Equal(
            [
                "row 1 #1 7/7 cpu 4294967295 stack 0 @100 0B",
                "row 1 #2 7/7 cpu 4294967295 stack 0 @70 0B",
            ],
            BlockDrawing.Read(block.ToArray()));
    }

    [Fact]
    public void A_number_wider_than_its_field_is_malformed() => Assert.Equal(
        ["malformed"],
        BlockDrawing.Read(new BlockDrawing().Blob(All, [1, 0, 7, ulong.MaxValue, 7, 0, 100, 0]).ToArray()));

    [Fact]
    public void Events_that_are_not_compressed_are_read_field_by_field()
    {
        byte[] first = Uncompressed(row: 3, sequence: 9, payloadBytes: 3);
        byte[] second = Uncompressed(row: 0x80000003, sequence: 10, payloadBytes: 0);
        byte[] block = new BlockDrawing(compressed: false).Bytes(first).Bytes(0).Bytes(second).ToArray();
        Assert.Equal(
            [
                "row 3 #9 6/5 cpu 4294967295 stack 4 @1000 3B +32 sorted",
                "row 3 #10 6/5 cpu 4294967295 stack 4 @1000 0B +32",
            ],
            BlockDrawing.Read(block));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_block_cut_at_any_byte_is_read_up_to_the_cut_and_marked_malformed(bool compressed)
    {
        byte[] block = compressed
            ? Whole().Blob(EventHeaderFlags.Capture | PayloadBytes, [300, 8, 1, 500, 4], payloadBytes: 4).ToArray()
            : new BlockDrawing(false).Bytes(Uncompressed(1, 1, 0)).Bytes(Uncompressed(1, 2, 4)).ToArray();
        string[] whole = BlockDrawing.Read(block);
        Assert.Equal(2, whole.Length);
        int firstEnd = compressed ? Whole().ToArray().Length : EventBlockHeader.MinBytes + 80;
        for (int bytes = 0; bytes < block.Length; bytes++)
        {
            string[] expected = bytes < EventBlockHeader.MinBytes ? ["no header"]
                : bytes == EventBlockHeader.MinBytes ? []
                : bytes < firstEnd ? ["malformed"]
                : bytes == firstEnd ? whole[..1]
                : [whole[0], "malformed"];
            Assert.Equal(expected, BlockDrawing.Read(block.AsSpan(0, bytes)));
        }
    }

    [Fact]
    public void Random_bytes_are_read_without_an_exception_and_never_past_their_end() =>
        Gen.Byte.Array[0, 200].Select(Gen.Bool).Sample((bytes, compressed) =>
        {
            byte[] block = new BlockDrawing(compressed).Bytes(bytes).ToArray();
            Assert.InRange(BlockDrawing.Read(block).Length, 0, bytes.Length + 1);
        }, iter: 20_000);

    private static BlockDrawing Whole() => new BlockDrawing().Blob(All, [1, 3, 7, 2, 70, 11, 100, 0]);

    private static byte[] Uncompressed(uint row, uint sequence, int payloadBytes) => new PayloadWriter()
        .U32(76 + payloadBytes).U32(row).U32(sequence).U64(5).U64(6).U32(uint.MaxValue).U32(4).U64(1000)
        .U64(1).U64(2).U64(3).U64(4).U32(payloadBytes).ToArray()
        .Concat(new byte[payloadBytes]).ToArray();
}
