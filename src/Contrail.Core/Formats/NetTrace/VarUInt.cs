namespace Contrail.Core.Formats.NetTrace;

/// <summary>Unsigned numbers in groups of seven bits, the lowest first; the high bit says that more follow.</summary>
internal static class VarUInt
{
    /// <summary>The most bytes a 64-bit number takes.</summary>
    public const int BytesMax = 10;

    public static bool TryRead(ReadOnlySpan<byte> untrusted, ref int position, out ulong value)
    {
        value = 0;
        int end = Math.Min(untrusted.Length, position + BytesMax);
        int shift = 0;
        for (int index = position; index < end; index++)
        {
            byte group = untrusted[index];
            value |= (ulong)(group & 0x7F) << shift;
            if (group < 0x80)
            {
                position = index + 1;
                return true;
            }

            shift += 7;
        }

        return false;
    }

    /// <summary>Writes the number, and gives the bytes it took.</summary>
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
}
