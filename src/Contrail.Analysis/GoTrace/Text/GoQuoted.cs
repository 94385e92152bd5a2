using System.Buffers;
using System.Globalization;
using System.Text;

namespace Contrail.Analysis.GoTrace.Text;

/// <summary>Reads a string literal of the Go language.</summary>
internal static class GoQuoted
{
    private const string Simple = "abfnrtv\\\"";
    private const string SimpleMeanings = "\a\b\f\n\r\t\v\\\"";

    /// <summary>Returns the bytes that the literal represents; false if it is not a literal.</summary>
    public static bool TryRead(ReadOnlySpan<byte> literal, ArrayBufferWriter<byte> meaning)
    {
        meaning.ResetWrittenCount();
        bool isQuoted = literal.Length >= 2 && literal[0] == literal[^1] && literal[0] is (byte)'"' or (byte)'`';
        if (!isQuoted)
        {
            return false;
        }

        ReadOnlySpan<byte> inner = literal[1..^1];
        if (literal[0] == '`')
        {
            meaning.Write(inner);
            return !inner.Contains((byte)'`');
        }

        while (!inner.IsEmpty)
        {
            int plain = inner.IndexOfAny((byte)'\\', (byte)'"');
            meaning.Write(plain < 0 ? inner : inner[..plain]);
            inner = plain < 0 ? [] : inner[plain..];
            if (!inner.IsEmpty && !TryReadEscape(ref inner, meaning))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryReadEscape(ref ReadOnlySpan<byte> rest, ArrayBufferWriter<byte> meaning)
    {
        if (rest[0] != '\\' || rest.Length < 2)
        {
            return false;
        }

        char kind = (char)rest[1];
        int simple = Simple.IndexOf(kind);
        rest = rest[(char.IsAsciiDigit(kind) ? 1 : 2)..];
        switch (kind)
        {
            case 'x':
                return TryTakeHex(ref rest, 2, out uint value) && TryWriteByte(value, meaning);
            case 'u':
                return TryTakeHex(ref rest, 4, out value) && TryWriteRune(value, meaning);
            case 'U':
                return TryTakeHex(ref rest, 8, out value) && TryWriteRune(value, meaning);
            case >= '0' and <= '7':
                return TryTakeOctal(ref rest, out value) && TryWriteByte(value, meaning);
            default:
                return simple >= 0 && TryWriteByte(SimpleMeanings[simple], meaning);
        }
    }

    private static bool TryTakeHex(ref ReadOnlySpan<byte> rest, int digits, out uint value)
    {
        value = 0;
        if (rest.Length < digits
            || !uint.TryParse(
                rest[..digits], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value))
        {
            return false;
        }

        rest = rest[digits..];
        return true;
    }

    private static bool TryTakeOctal(ref ReadOnlySpan<byte> rest, out uint value)
    {
        const int Digits = 3;
        value = 0;
        if (rest.Length < Digits || rest[..Digits].ContainsAnyExceptInRange((byte)'0', (byte)'7'))
        {
            return false;
        }

        foreach (byte digit in rest[..Digits])
        {
            value = (value * 8) + (uint)(digit - '0');
        }

        rest = rest[Digits..];
        return true;
    }

    private static bool TryWriteByte(uint value, ArrayBufferWriter<byte> meaning)
    {
        bool fits = value <= byte.MaxValue;
        if (fits)
        {
            meaning.Write([(byte)value]);
        }

        return fits;
    }

    private static bool TryWriteRune(uint value, ArrayBufferWriter<byte> meaning)
    {
        if (!Rune.TryCreate(value, out Rune rune))
        {
            return false;
        }

        meaning.Advance(rune.EncodeToUtf8(meaning.GetSpan(4)));
        return true;
    }
}
