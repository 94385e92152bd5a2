using Contrail.Core.Ring.Lanes.Figures;

namespace Contrail.Machine.Figures;

/// <summary>Reads numbers as the kernel writes them. Pure.</summary>
internal static class FigureNumber
{
    /// <summary>Version 1 of control groups writes "no limit" as a number near 2^63: more than machines have.</summary>
    private const long UnlimitedBytes = 1L << 60;

    private const int MaxFractionDigits = 9;

    /// <summary>
    /// The number of a word, scaled; <see cref="FigureTable.Unknown"/> for what is none, or is too large.
    /// </summary>
    /// <param name="untrusted">A word: digits, with a fraction or without.</param>
    /// <param name="scale">What it is multiplied with; positive.</param>
    public static long Parse(ReadOnlySpan<byte> untrusted, long scale)
    {
        int pointIndex = untrusted.IndexOf((byte)'.');
        ReadOnlySpan<byte> whole = pointIndex < 0 ? untrusted : untrusted[..pointIndex];
        long number = Digits(whole);
        if (number < 0 || number > long.MaxValue / scale)
        {
            return FigureTable.Unknown;
        }

        long scaled = number * scale;
        return pointIndex < 0 ? scaled : WithFraction(scaled, untrusted[(pointIndex + 1)..], scale);
    }

    /// <summary>The same for a limit: no limit is written as <c>max</c>, as a negative or as a huge number.</summary>
    public static long ParseLimit(ReadOnlySpan<byte> untrusted, long scale)
    {
        bool isNone = untrusted.SequenceEqual("max"u8) || untrusted.SequenceEqual("-1"u8);
        long limit = isNone ? FigureTable.NoLimit : Parse(untrusted, scale);
        return limit >= UnlimitedBytes ? FigureTable.NoLimit : limit;
    }

    private static long WithFraction(long scaled, ReadOnlySpan<byte> fraction, long scale)
    {
        long digits = fraction.Length > MaxFractionDigits ? FigureTable.Unknown : Digits(fraction);
        if (digits < 0)
        {
            return FigureTable.Unknown;
        }

        long divisor = 1;
        for (int index = 0; index < fraction.Length; index++)
        {
            divisor *= 10;
        }

        Int128 sum = scaled + ((Int128)digits * scale / divisor);
        return sum > long.MaxValue ? FigureTable.Unknown : (long)sum;
    }

    private static long Digits(ReadOnlySpan<byte> text)
    {
        long number = 0;
        foreach (byte letter in text)
        {
            int digit = letter - '0';
            if (digit is < 0 or > 9 || number > (long.MaxValue - digit) / 10)
            {
                return FigureTable.Unknown;
            }

            number = (number * 10) + digit;
        }

        return text.IsEmpty ? FigureTable.Unknown : number;
    }
}
