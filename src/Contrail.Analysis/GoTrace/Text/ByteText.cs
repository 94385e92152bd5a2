using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Contrail.Analysis.GoTrace.Text;

/// <summary>
/// Text being written, as bytes: names in a trace need not be UTF-8 and are given as they are. Quoted text is as Go
/// quotes it. Not safe for concurrent use.
/// </summary>
internal sealed class ByteText(IBufferWriter<byte> output)
{
    private const int MaxNumberChars = 20;
    private const int FirstByteOfText = 0x20;
    private const int Delete = 0x7F;
    private const int FirstOfTwoBytes = 0x80;

    public ByteText Add(ReadOnlySpan<byte> text)
    {
        output.Write(text);
        return this;
    }

    public ByteText Add(long number)
    {
        Utf8Formatter.TryFormat(number, output.GetSpan(MaxNumberChars), out int written);
        output.Advance(written);
        return this;
    }

    public ByteText Add(ulong number)
    {
        Utf8Formatter.TryFormat(number, output.GetSpan(MaxNumberChars), out int written);
        output.Advance(written);
        return this;
    }

    public ByteText AddHex(ulong number)
    {
        Utf8Formatter.TryFormat(number, output.GetSpan(MaxNumberChars), out int written, 'x');
        output.Advance(written);
        return this;
    }

    /// <summary>Adds a number as Go's reader shows a value of unknown type.</summary>
    public ByteText AddValue(ulong number) => Add("Value{Uint64("u8).Add(number).Add(")}"u8);

    public ByteText AddQuoted(ReadOnlySpan<byte> text)
    {
        Add("\""u8);
        int plain = 0;
        while (plain < text.Length)
        {
            if (IsPlain(text[plain]))
            {
                plain++;
                continue;
            }

            Add(text[..plain]);
            text = text[plain..];
            plain = 0;
            text = text[AddFirst(text)..];
        }

        return Add(text).Add("\""u8);
    }

    private static bool IsPlain(byte character) =>
        character is >= FirstByteOfText and < Delete and not (byte)'"' and not (byte)'\\';

    private int AddFirst(ReadOnlySpan<byte> text)
    {
        if (text[0] < FirstOfTwoBytes)
        {
            AddEscaped(text[0]);
            return 1;
        }

        if (Rune.DecodeFromUtf8(text, out Rune rune, out int runeBytes) != OperationStatus.Done)
        {
            AddByte(text[0]);
            return 1;
        }

        if (IsPrintable(rune))
        {
            Add(text[..runeBytes]);
        }
        else
        {
            Add(Encoding.ASCII.GetBytes(rune.IsBmp
                ? string.Create(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}")
                : string.Create(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}")));
        }

        return runeBytes;
    }

    private void AddEscaped(byte character)
    {
        switch (character)
        {
            case (byte)'\a':
                Add("\\a"u8);
                break;
            case (byte)'\b':
                Add("\\b"u8);
                break;
            case (byte)'\f':
                Add("\\f"u8);
                break;
            case (byte)'\n':
                Add("\\n"u8);
                break;
            case (byte)'\r':
                Add("\\r"u8);
                break;
            case (byte)'\t':
                Add("\\t"u8);
                break;
            case (byte)'\v':
                Add("\\v"u8);
                break;
            case (byte)'"' or (byte)'\\':
                Add("\\"u8).Add([character]);
                break;
            default:
                AddByte(character);
                break;
        }
    }

    private void AddByte(byte value)
    {
        Add("\\x"u8);
        Utf8Formatter.TryFormat(value, output.GetSpan(MaxNumberChars), out int written, new StandardFormat('x', 2));
        output.Advance(written);
    }

    // Letters, marks, numbers, punctuation and symbols.
    private static bool IsPrintable(Rune rune)
    {
        bool isNone = Rune.GetUnicodeCategory(rune) is UnicodeCategory.SpaceSeparator
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
        return !isNone && !NewerCharacters.Contains(rune);
    }
}
