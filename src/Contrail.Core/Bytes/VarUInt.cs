using System.Buffers.Binary;
using System.Numerics;

namespace Contrail.Core.Bytes;

/// <summary>
/// Unsigned numbers in groups of seven bits, the lowest first; the high bit is set if more groups follow.
/// </summary>
internal static class VarUInt
{
    /// <summary>Maximum length of a 64-bit number, in bytes.</summary>
    public const int MaxBytes = 10;

    /// <summary>The bit of each byte that is set if more groups follow.</summary>
    private const ulong HighBits = 0x8080_8080_8080_8080;

    /// <summary>Reads a number at the position and advances past it; a failed read moves nothing.</summary>
    public static bool TryRead(ReadOnlySpan<byte> untrusted, ref int position, out ulong value)
    {
        int taken = Read(untrusted, position, out value);
        position += taken;
        return taken > 0;
    }

    /// <summary>Decodes the number at the position, and returns its length in bytes; 0 if it cannot be read.</summary>
    /// <remarks>
    /// Decoding event headers spends its time here: a timestamp takes two to four bytes, in an order that a branch
    /// predictor cannot guess, so eight bytes are processed together, without a branch for each. Measured by
    /// <c>DecodeHeaders</c> in bench/.
    /// </remarks>
    public static int Read(ReadOnlySpan<byte> untrusted, int position, out ulong value)
    {
        if (untrusted.Length - position >= sizeof(ulong))
        {
            ulong groups = BinaryPrimitives.ReadUInt64LittleEndian(untrusted[position..]);
            ulong ends = ~groups & HighBits;
            if (ends != 0)
            {
                // All bits up to the lowest end, which is the high bit of the last group.
                value = Join(groups & (ends ^ (ends - 1)));
                return (BitOperations.TrailingZeroCount(ends) >> 3) + 1;
            }
        }

        return ReadGroupByGroup(untrusted, position, out value);
    }

    /// <summary>Writes the number, and returns its length in bytes.</summary>
    public static int Write(Span<byte> target, ulong value)
    {
        int count = 0;
        while (value >= 0x80)
        {
            target[count++] = (byte)((value & 0x7F) | 0x80);
            value >>= 7;
        }

        target[count++] = (byte)value;
        return count;
    }

    // Neighbours are joined: groups of 7 bits to pairs of 14, those to 28, those to 56.
    private static ulong Join(ulong groups)
    {
        ulong pairs = (groups & 0x007F_007F_007F_007F) | ((groups & 0x7F00_7F00_7F00_7F00) >> 1);
        ulong fours = (pairs & 0x0000_3FFF_0000_3FFF) | ((pairs & 0x3FFF_0000_3FFF_0000) >> 2);
        return (fours & 0x0FFF_FFFF) | ((fours & 0x0FFF_FFFF_0000_0000) >> 4);
    }

    private static int ReadGroupByGroup(ReadOnlySpan<byte> untrusted, int position, out ulong value)
    {
        value = 0;
        int end = Math.Min(untrusted.Length, position + MaxBytes);
        int shift = 0;
        for (int index = position; index < end; index++)
        {
            byte group = untrusted[index];
            value |= (ulong)(group & 0x7F) << shift;
            if (group < 0x80)
            {
                return index + 1 - position;
            }

            shift += 7;
        }

        return 0;
    }
}
