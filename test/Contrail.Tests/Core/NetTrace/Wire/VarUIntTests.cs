using Contrail.Core.Bytes;
using Xunit;

namespace Contrail.Tests.Core.NetTrace.Wire;

/// <summary>The reader that processes eight bytes at a time must agree with one that reads byte by byte.</summary>
public sealed class VarUIntTests
{
    [Fact]
    public void A_written_number_is_read_wherever_the_bytes_after_it_end()
    {
        Span<byte> bytes = stackalloc byte[32];
        for (int bits = 0; bits <= 64; bits++)
        {
            ulong value = bits == 64 ? ulong.MaxValue : (1UL << bits) - 1;
            for (int behind = 0; behind < 12; behind++)
            {
                bytes.Fill(0xFF);
                int written = VarUInt.Write(bytes, value);
                int position = 0;

                Assert.True(VarUInt.TryRead(bytes[..(written + behind)], ref position, out ulong read));
                Assert.Equal(value, read);
                Assert.Equal(written, position);
            }
        }
    }

    [Fact]
    public void A_number_cut_short_is_not_read_and_moves_nothing()
    {
        byte[] bytes = new byte[VarUInt.MaxBytes];
        int written = VarUInt.Write(bytes, ulong.MaxValue);
        for (int present = 0; present < written; present++)
        {
            int position = 0;

            Assert.False(VarUInt.TryRead(bytes.AsSpan(0, present), ref position, out _));
            Assert.Equal(0, position);
        }
    }

    [Fact]
    public void A_number_longer_than_ten_bytes_is_refused()
    {
        byte[] bytes = [.. Enumerable.Repeat((byte)0x80, 15), 1];
        int position = 0;

        Assert.False(VarUInt.TryRead(bytes, ref position, out _));
    }

    [Fact]
    public void Any_bytes_read_as_they_do_byte_by_byte()
    {
        Random random = new(20261122);
        byte[] bytes = new byte[24];
        for (int round = 0; round < 20_000; round++)
        {
            random.NextBytes(bytes);
            for (int start = 0; start < bytes.Length; start++)
            {
                int expectedPosition = start;
                bool expected = TryReadSlowly(bytes, ref expectedPosition, out ulong expectedValue);
                int position = start;

                Assert.Equal(expected, VarUInt.TryRead(bytes, ref position, out ulong value));
                Assert.Equal(expectedPosition, position);
                Assert.True(!expected || value == expectedValue);
            }
        }
    }

    private static bool TryReadSlowly(byte[] bytes, ref int position, out ulong value)
    {
        value = 0;
        for (int index = 0; index < 10 && position + index < bytes.Length; index++)
        {
            byte group = bytes[position + index];
            value |= unchecked((ulong)(group & 0x7F) << (7 * index));
            if (group < 0x80)
            {
                position += index + 1;
                return true;
            }
        }

        return false;
    }
}
