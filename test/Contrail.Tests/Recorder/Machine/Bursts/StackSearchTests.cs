using System.Buffers.Binary;
using Contrail.Machine.Bursts;
using CsCheck;
using Xunit;

namespace Contrail.Tests.Recorder.Machine.Bursts;

/// <summary>Frames of a stack whose innermost function has no frame pointer.</summary>
public sealed class StackSearchTests
{
    private const ulong Pointer = 0x1000;
    private static readonly StackSearch Search = new(() => [(0x100, 0x200), (0x300, 0x400)]);

    [Fact]
    public void A_chain_of_frames_is_followed_to_the_root() => Assert.Equal(
        [0x110ul, 0x310], Find([7, Pointer + 24, 8, Pointer + 40, 0x110, 0, 0x310]));

    [Fact]
    public void A_chain_is_followed_to_the_end_of_what_was_copied() => Assert.Equal(
        [0x110ul, 0x310], Find([Pointer + 8, Pointer + 24, 0x110, Pointer + 4096, 0x310]));

    [Theory]
    [InlineData(0x200)]
    [InlineData(0x2ff)]
    [InlineData(0x400)]
    [InlineData(0)]
    public void A_return_address_outside_of_code_is_none(ulong address) =>
        Assert.Empty(Find([Pointer + 8, Pointer + 24, 0x110, 0, address]));

    [Fact]
    public void A_single_frame_that_is_no_root_can_be_a_coincidence() =>
        Assert.Empty(Find([Pointer + 8, Pointer + 4096, 0x110]));

    [Fact]
    public void Code_that_was_compiled_meanwhile_is_part_of_a_chain_of_known_code() => Assert.Equal(
        [0x110ul, 0x7f00_0000_0000, 0x310],
        Find([Pointer + 8, Pointer + 24, 0x110, Pointer + 40, 0x7f00_0000_0000, 0, 0x310]));

    [Fact]
    public void New_mappings_are_read_after_a_while()
    {
        ulong[] words = [Pointer + 8, Pointer + 24, 0x510, Pointer + 4096, 0x520];
        int readCount = 0;
        StackSearch search = new(() => [readCount++ == 0 ? (0x100ul, 0x200ul) : (0x500ul, 0x600ul)]);
        ulong[] frames = new ulong[4];
        Assert.Equal(0, search.Find(Bytes(words), Pointer, 1, frames));
        Assert.Equal(2, search.Find(Bytes(words), Pointer, 2_000_000_000, frames));
    }

    [Fact]
    public void A_chain_that_turns_back_is_none() =>
        Assert.Empty(Find([Pointer + 8, Pointer + 24, 0x110, Pointer + 8, 0x110]));

    [Fact]
    public void Any_bytes_are_searched_without_an_exception() => Gen.Select(
        Gen.OneOf(Gen.ULong, Gen.ULong[Pointer - 8, Pointer + 200], Gen.ULong[0x100, 0x400]).Array[0, 30],
        Gen.OneOf(Gen.ULong, Gen.Const(Pointer), Gen.Const(ulong.MaxValue - 16)),
        Gen.Int[0, 5]).Sample((words, pointer, capacity) =>
        {
            ulong[] frames = new ulong[capacity];
            Assert.InRange(Search.Find(Bytes(words), pointer, 0, frames), 0, capacity);
        });

    private static ulong[] Find(ulong[] words)
    {
        ulong[] frames = new ulong[16];
        return frames[..Search.Find(Bytes(words), Pointer, 0, frames)];
    }

    private static byte[] Bytes(ulong[] words)
    {
        byte[] bytes = new byte[words.Length * sizeof(ulong)];
        for (int index = 0; index < words.Length; index++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(index * sizeof(ulong)), words[index]);
        }

        return bytes;
    }
}
