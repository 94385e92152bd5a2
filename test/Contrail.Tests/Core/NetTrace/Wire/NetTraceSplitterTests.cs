using System.Buffers.Binary;
using System.Text;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Wire;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Core.NetTrace.Wire;

public sealed class NetTraceSplitterTests
{
    private static readonly byte[] Stream = Captures.Drawn().Whole();

    [Fact]
    public void Every_prefix_of_a_frame_needs_more_bytes_and_never_more_than_the_frame_has()
    {
        foreach ((long offset, int wholeBytes) in Frames(Stream).Take(12))
        {
            for (int bytes = 0; bytes < wholeBytes; bytes++)
            {
                NetTraceSplitter splitter = At(offset);
                ReadOnlySpan<byte> prefix = Stream.AsSpan((int)offset, bytes);
                Assert.Equal(SplitStatus.NeedMore, splitter.Split(prefix, out _, out int bytesNeeded));
                Assert.InRange(bytesNeeded, bytes + 1, wholeBytes);
            }
        }
    }

    [Fact]
    public void Frames_follow_each_other_without_a_gap_up_to_the_end_mark()
    {
        List<(long Offset, int Bytes)> frames = Frames(Stream);
        Assert.Equal(Stream.Length - 1, frames[^1].Offset + frames[^1].Bytes);
        Assert.Equal(SplitStatus.End, At(Stream.Length - 1).Split(Stream.AsSpan(Stream.Length - 1), out _, out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_block_is_padded_for_its_offset(int shift)
    {
        NetTraceFile file = new();
        file.Block(NetTraceFrameKind.Stacks, new byte[8 + shift]);
        byte[] marked = [.. Enumerable.Repeat((byte)0xAB, 16)];
        file.Block(NetTraceFrameKind.Events, marked);
        byte[] stream = file.Whole();
        NetTraceSplitter splitter = new();
        List<byte[]> payloads = Payloads(splitter, stream);
        Assert.Equal(marked, payloads[^1]);
        Assert.Equal(stream.Length - 1, splitter.StreamOffset);
        Assert.Equal(0, stream.AsSpan().IndexOf(marked) % 4);
    }

    [Theory]
    [InlineData("go 1.26 trace\0\0\0", "a Go execution trace")]
    [InlineData("\x14\0\0\0!FastSerialization.1\x05", "NetPerf")]
    [InlineData("Nettrace\0\0\0\0\x06\0\0\0", "nettrace version 6")]
    public void Other_formats_are_refused_by_name(string begin, string name)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(begin);
        NetTraceSplitter splitter = new();
        Assert.Equal(SplitStatus.Unsupported, splitter.Split(bytes, out _, out _));
        Assert.StartsWith(name, splitter.Fault.Words(), StringComparison.Ordinal);
        for (int length = 0; length < 5; length++)
        {
            Assert.Equal(SplitStatus.NeedMore, new NetTraceSplitter().Split(bytes.AsSpan(0, length), out _, out _));
        }
    }

    [Theory]
    [InlineData("\x7f" + "ELF")]
    [InlineData("GET / HTTP/1.1\r\n")]
    [InlineData("Nettrace\x15\0\0\0!FastSerialization.1")]
    [InlineData("Nettrack")]
    public void Garbage_is_malformed_at_the_first_byte_that_no_format_has(string begin) =>
        Assert.Equal(
            SplitStatus.Malformed, new NetTraceSplitter().Split(Encoding.Latin1.GetBytes(begin), out _, out _));

    [Theory]
    [InlineData(0, 4, SplitStatus.Malformed)]      // Not the tag that begins an object.
    [InlineData(1, 6, SplitStatus.Malformed)]
    [InlineData(2, 5, SplitStatus.Malformed)]
    [InlineData(3, 3, SplitStatus.Unsupported)]    // Another version of a block.
    [InlineData(11, 0, SplitStatus.Malformed)]     // A name of no bytes,
    [InlineData(11, 99, SplitStatus.Malformed)]    // of more than any has,
    [InlineData(14, 0x80, SplitStatus.Malformed)]  // of a negative length.
    [InlineData(15, 'X', SplitStatus.Malformed)]   // XventBlock.
    [InlineData(25, 5, SplitStatus.Malformed)]     // The name is not closed.
    [InlineData(29, 0x80, SplitStatus.Malformed)]  // A negative size.
    [InlineData(29, 0x01, SplitStatus.Malformed)]  // 16 MiB and more.
    [InlineData(-1, 5, SplitStatus.Malformed)]     // No end tag.
    public void A_wrong_byte_in_an_envelope_is_found(int position, int value, object expected)
    {
        NetTraceFile file = new();
        long offset = file.Offset;
        byte[] stream = file.Block(NetTraceFrameKind.Events, new byte[24]).Torn();
        byte[] block = stream[(int)offset..];
        block[position < 0 ? block.Length - 1 : position] = (byte)value;
        NetTraceSplitter splitter = At(offset);
        Assert.Equal(expected, splitter.Split(block, out _, out _));
        Assert.NotNull(splitter.Fault);
        Assert.Equal(offset, splitter.StreamOffset);
    }

    [Fact]
    public void A_frame_of_the_maximum_size_is_accepted_and_one_byte_more_is_not()
    {
        byte[] block = new NetTraceFile().Block(NetTraceFrameKind.Events, new byte[24]).Torn()[^58..];
        int sizeAt = block.AsSpan().IndexOf("EventBlock"u8) + 11;
        byte[] envelope = block[(sizeAt - 26)..];
        BinaryPrimitives.WriteInt32LittleEndian(envelope.AsSpan(26), NetTraceSplitter.MaxFrameBytes);
        Assert.Equal(SplitStatus.NeedMore, At(112).Split(envelope, out _, out _));
        BinaryPrimitives.WriteInt32LittleEndian(envelope.AsSpan(26), NetTraceSplitter.MaxFrameBytes + 1);
        Assert.Equal(SplitStatus.Malformed, At(112).Split(envelope, out _, out _));
    }

    private static List<(long Offset, int Bytes)> Frames(byte[] stream)
    {
        List<(long, int)> frames = [];
        NetTraceSplitter splitter = new();
        while (splitter.Split(stream.AsSpan((int)splitter.StreamOffset), out Frame frame, out _)
            == SplitStatus.Complete)
        {
            frames.Add((splitter.StreamOffset, frame.WholeBytes));
            splitter.Take(frame);
        }

        return frames;
    }

    private static List<byte[]> Payloads(NetTraceSplitter splitter, byte[] stream)
    {
        List<byte[]> payloads = [];
        while (splitter.Split(stream.AsSpan((int)splitter.StreamOffset), out Frame frame, out _)
            == SplitStatus.Complete)
        {
            payloads.Add(frame.Payload.ToArray());
            splitter.Take(frame);
        }

        return payloads;
    }

    // A splitter that has taken that much of a stream.
    private static NetTraceSplitter At(long offset)
    {
        NetTraceSplitter splitter = new();
        if (offset > 0)
        {
            splitter.Take(new Frame(0, default, (int)offset));
        }

        return splitter;
    }
}
