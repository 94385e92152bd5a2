using Contrail.Core.Bytes;
using CsCheck;
using Xunit;

namespace Contrail.Tests.Core.Bytes;

/// <summary>A stream of frames that begin with their length, in chunks of any size.</summary>
public sealed class FillBufferTests
{
    private const int InitialBytes = 8;
    private const int MaxBytes = 100;

    [Fact]
    public void Chunks_of_any_size_give_the_frames_of_the_stream() =>
        Gen.Select(Gen.Int[1, MaxBytes].Array[0, 30], Gen.Int[1, 60].Array[1, 40]).Sample((frameBytes, chunkBytes) =>
        {
            byte[] stream = [.. frameBytes.SelectMany((bytes, number) =>
                Enumerable.Range(0, bytes).Select(index => (byte)(index == 0 ? bytes : number)))];
            FillBuffer buffer = new(InitialBytes, MaxBytes);
            List<byte[]> frames = [];
            int offset = 0;
            for (int turn = 0; offset < stream.Length; turn++)
            {
                Span<byte> room = buffer.Room();
                Assert.False(room.IsEmpty);
                ReadOnlySpan<byte> chunk = stream.AsSpan(offset);
                int taken = Math.Min(Math.Min(room.Length, chunkBytes[turn % chunkBytes.Length]), chunk.Length);
                chunk[..taken].CopyTo(room);
                buffer.Advance(taken);
                offset += taken;
                TakeFrames(buffer, frames);
            }

            Assert.Equal(frameBytes, frames.Select(frame => frame.Length));
            Assert.Equal(stream, frames.SelectMany(frame => frame));
            Assert.True(buffer.Filled.IsEmpty);
        });

    [Fact]
    public void A_frame_of_the_limit_fits_and_a_larger_one_is_refused_without_a_change()
    {
        FillBuffer buffer = new(InitialBytes, MaxBytes);
        buffer.Room()[0] = 7;
        buffer.Advance(1);
        Assert.False(buffer.TryReserve(MaxBytes + 1));
        Assert.Equal(InitialBytes - 1, buffer.Room().Length);
        Assert.True(buffer.TryReserve(MaxBytes));
        Assert.Equal(MaxBytes - 1, buffer.Room().Length);
        Assert.Equal([7], buffer.Filled.ToArray());
    }

    [Fact]
    public void Calls_that_exceed_what_is_there_throw()
    {
        FillBuffer buffer = new(InitialBytes, MaxBytes);
        buffer.Advance(3);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Advance(InitialBytes - 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Advance(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Take(4));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Take(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FillBuffer(InitialBytes, InitialBytes - 1));
        Assert.Equal(3, buffer.Filled.Length);
    }

    private static void TakeFrames(FillBuffer buffer, List<byte[]> frames)
    {
        while (!buffer.Filled.IsEmpty)
        {
            int wholeBytes = buffer.Filled[0];
            if (buffer.Filled.Length < wholeBytes)
            {
                Assert.True(buffer.TryReserve(wholeBytes));
                return;
            }

            frames.Add(buffer.Filled[..wholeBytes].ToArray());
            buffer.Take(wholeBytes);
        }
    }
}
