using System.Text;
using Contrail.Core.Formats;
using Xunit;

namespace Contrail.Tests.Core.Formats;

/// <summary>
/// A drawn format: a frame is a length in one byte, and that many bytes. 0 ends a stream, 255 is invalid, and 254 is a
/// frame of a thousand bytes.
/// </summary>
public sealed class FrameLoopTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(100)]
    public void Frames_are_the_same_however_the_stream_is_cut(int chunkBytes)
    {
        Drawn drawn = new();
        Assert.Equal(SplitStatus.End, Feed(drawn.Loop, "\u0001a\u0003bcd\u0002ef\0rest", chunkBytes));
        Assert.Equal(["a", "bcd", "ef"], drawn.Frames);
        Assert.Equal((9, null), (drawn.Loop.Offset, drawn.Loop.Fault));
        Assert.Equal("\0rest", Encoding.Latin1.GetString(drawn.Loop.Pending));
    }

    [Fact]
    public void A_fault_of_the_bytes_has_the_offset_of_its_frame()
    {
        Drawn drawn = new();
        Assert.Equal(SplitStatus.Malformed, Feed(drawn.Loop, "\u0002ab\u00FFx", chunkBytes: 1));
        Assert.Equal(new TraceFault(TraceFaultCode.ObjectMissing, Offset: 3), drawn.Loop.Fault);
        Assert.Equal(5, drawn.Loop.Bytes);
    }

    [Fact]
    public void A_frame_above_the_maximum_is_a_fault_and_no_memory_is_taken_for_it()
    {
        Drawn drawn = new(maxFrameBytes: 300_000, largeFrameBytes: 300_001);
        Assert.Equal(SplitStatus.Malformed, Feed(drawn.Loop, "\u0001a\u00FE", chunkBytes: 8));
        Assert.Equal(new TraceFault(TraceFaultCode.FrameTooLarge, Offset: 2), drawn.Loop.Fault);
    }

    [Theory]
    [InlineData(true, SplitStatus.Malformed)]
    [InlineData(false, SplitStatus.End)]
    public void A_consumer_stops_the_loop_at_its_frame_with_and_without_a_fault(bool hasFault, object expected)
    {
        TraceFault? fault = hasFault ? TraceFaultCode.EventUnreadable : null;
        Drawn drawn = new() { StopAt = "stop", StopWith = fault };
        Assert.Equal(expected, Feed(drawn.Loop, "\u0001a\u0004stop\u0001b", chunkBytes: 3));
        Assert.Equal(["a"], drawn.Frames);
        Assert.Equal(hasFault ? new TraceFault(TraceFaultCode.EventUnreadable, Offset: 2) : null, drawn.Loop.Fault);
        Assert.Equal("\u0004stop\u0001b", Encoding.Latin1.GetString(drawn.Loop.Pending));
    }

    [Fact]
    public void After_a_restart_another_stream_is_read_from_offset_zero()
    {
        Drawn drawn = new();
        Feed(drawn.Loop, "\u0001a\u00FF", chunkBytes: 3);
        drawn.Loop.Restart();
        Assert.Equal(SplitStatus.NeedMore, Feed(drawn.Loop, "\u0001b", chunkBytes: 3));
        Assert.Equal((2, null, 5), (drawn.Loop.Offset, drawn.Loop.Fault, drawn.Loop.Bytes));
        Assert.Equal(["a", "b"], drawn.Frames);
    }

    [Fact]
    public void A_frame_allocates_nothing()
    {
        Drawn drawn = new() { Keeps = false };
        string stream = string.Concat(Enumerable.Repeat("\u0003abc", 1_000));
        byte[] bytes = Encoding.Latin1.GetBytes(stream);
        Feed(drawn.Loop, bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Feed(drawn.Loop, bytes);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8_000);
        Assert.Equal(8_000, drawn.Loop.Offset);
    }

    private static SplitStatus Feed(FrameLoop loop, string stream, int chunkBytes)
    {
        foreach (byte[] chunk in Encoding.Latin1.GetBytes(stream).Chunk(chunkBytes))
        {
            Feed(loop, chunk);
        }

        return loop.Status;
    }

    private static void Feed(FrameLoop loop, byte[] chunk)
    {
        chunk.CopyTo(loop.Room());
        loop.Advance(chunk.Length);
    }

    private sealed class Drawn : IFrameSplitter, IFrameConsumer
    {
        private readonly int _largeFrameBytes;

        public Drawn(int maxFrameBytes = 1_000, int largeFrameBytes = 1_000)
        {
            _largeFrameBytes = largeFrameBytes;
            Loop = new FrameLoop(this, this, maxFrameBytes);
        }

        public FrameLoop Loop { get; }

        public List<string> Frames { get; } = [];

        public bool Keeps { get; init; } = true;

        public string? StopAt { get; init; }

        public TraceFault? StopWith { get; init; }

        public TraceFault? Fault { get; private set; }

        public SplitStatus Split(ReadOnlySpan<byte> untrusted, out Frame frame, out int bytesNeeded)
        {
            frame = default;
            bytesNeeded = untrusted.IsEmpty ? 1 : 1 + (untrusted[0] == 254 ? _largeFrameBytes - 1 : untrusted[0]);
            if (!untrusted.IsEmpty && untrusted[0] == 255)
            {
                Fault = TraceFaultCode.ObjectMissing;
                return SplitStatus.Malformed;
            }

            if (!untrusted.IsEmpty && untrusted[0] == 0)
            {
                return SplitStatus.End;
            }

            bool isComplete = untrusted.Length >= bytesNeeded;
            frame = isComplete ? new Frame(0, untrusted[1..bytesNeeded], bytesNeeded) : default;
            return isComplete ? SplitStatus.Complete : SplitStatus.NeedMore;
        }

        public void Take(in Frame frame)
        {
            // Frames do not depend on each other.
        }

        public bool TryTake(in Frame frame, out TraceFault? fault)
        {
            string? text = Keeps ? Encoding.Latin1.GetString(frame.Payload) : null;
            bool isStop = Keeps && text == StopAt;
            fault = isStop ? StopWith : null;
            if (!isStop && text is not null)
            {
                Frames.Add(text);
            }

            return !isStop;
        }
    }
}
