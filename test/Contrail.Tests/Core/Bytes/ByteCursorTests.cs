using System.Text;
using Contrail.Core.Bytes;
using CsCheck;
using Xunit;

namespace Contrail.Tests.Core.Bytes;

public sealed class ByteCursorTests
{
    [Theory]
    [InlineData("00", 0u, 0)]
    [InlineData("7F", 127u, 0)]
    [InlineData("8001", 128u, 0)]
    [InlineData("8000 55", 0u, 1)]               // Padded, and something after it.
    [InlineData("FFFFFFFF0F", uint.MaxValue, 0)]
    public void Reads_a_number_of_up_to_32_bits(string hex, uint expected, int expectedRestBytes)
    {
        ByteCursor cursor = new(FromHex(hex));
        Assert.True(cursor.TryReadVarUInt32(out uint value));
        Assert.Equal(expected, value);
        Assert.Equal(expectedRestBytes, cursor.RestBytes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("80")]                           // Goes on, and ends.
    [InlineData("FFFFFFFF1F")]                   // 33 bits.
    [InlineData("808080808000")]                 // Six bytes, though of zeros.
    public void Rejects_a_number_wider_than_32_bits_without_moving(string hex)
    {
        byte[] bytes = FromHex(hex);
        ByteCursor cursor = new(bytes);
        Assert.False(cursor.TryReadVarUInt32(out uint value));
        Assert.Equal(0u, value);
        Assert.Equal(bytes.Length, cursor.RestBytes);
    }

    [Theory]
    [InlineData("FFFFFFFFFFFFFFFFFF01", true)]
    [InlineData("FFFFFFFFFFFFFFFFFF02", false)]  // 65 bits.
    [InlineData("8080808080808080808000", false)]
    public void Reads_a_number_of_up_to_64_bits(string hex, bool isOne)
    {
        ByteCursor cursor = new(FromHex(hex));
        Assert.Equal(isOne, cursor.TryReadVarUInt64(out ulong value));
        Assert.Equal(isOne ? ulong.MaxValue : 0, value);
    }

    [Fact]
    public void Reads_back_every_number_that_was_written_as_a_varint() =>
        Gen.ULong.Sample(number =>
        {
            List<byte> bytes = [];
            for (ulong rest = number; ; rest >>= 7)
            {
                bytes.Add((byte)((rest & 0x7F) | (rest > 0x7F ? 0x80u : 0)));
                if (rest <= 0x7F)
                {
                    break;
                }
            }

            ByteCursor wide = new(bytes.ToArray());
            ByteCursor narrow = wide;
            bool fits = number <= uint.MaxValue;
            return wide.TryReadVarUInt64(out ulong back) && back == number && wide.IsAtEnd
                && narrow.TryReadVarUInt32(out uint small) == fits && (!fits || small == number);
        });

    [Fact]
    public void Reads_fixed_values_from_little_endian_bytes()
    {
        ByteCursor cursor = new(FromHex("01 0200 03000000 FFFFFFFFFFFFFFFF 000000000000F03F"));
        Assert.True(cursor.TryReadByte(out byte one));
        Assert.True(cursor.TryReadUInt16(out ushort two));
        Assert.True(cursor.TryReadInt32(out int three));
        Assert.True(cursor.TryReadInt64(out long minusOne));
        Assert.True(cursor.TryReadDouble(out double unity));
        Assert.Equal((1, 2, 3, -1L, 1.0), (one, two, three, minusOne, unity));
        Assert.True(cursor.IsAtEnd);
    }

    [Theory]
    [InlineData("4100 4200 0000", "AB")]
    [InlineData("0000", "")]
    [InlineData("0041 0000", "\u4100")]           // A zero byte alone does not end it.
    [InlineData("4100", null)]
    [InlineData("4100 00", null)]
    [InlineData("", null)]
    public void Reads_text_up_to_its_zero_character(string hex, string? expected)
    {
        // One byte before, so that the characters are at odd offsets.
        ByteCursor cursor = new(FromHex("FF" + hex));
        Assert.True(cursor.TrySkip(1));
        int restBytes = cursor.RestBytes;
        bool isText = cursor.TryReadUtf16Z(out ReadOnlySpan<byte> utf16);
        Assert.Equal(expected is not null, isText);
        Assert.Equal(expected ?? "", Encoding.Unicode.GetString(utf16));
        Assert.Equal(isText ? 0 : restBytes, cursor.RestBytes);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(4)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    public void Refuses_to_take_more_than_is_left(int count)
    {
        ByteCursor cursor = new([1, 2, 3]);
        Assert.False(cursor.TryReadBytes(count, out _));
        Assert.False(cursor.TrySkip(count));
        Assert.False(cursor.TryReadInt32(out _));
        Assert.False(cursor.TryReadUInt64(out _));
        Assert.False(cursor.TryReadGuid(out _));
        Assert.Equal(3, cursor.RestBytes);
    }

    private static byte[] FromHex(string hex) => Convert.FromHexString(hex.Replace(" ", ""));
}
