using System.Buffers.Binary;
using System.Text;
using Contrail.Core.Bytes;
using Contrail.Core.NetTrace.Wire;
using Contrail.Core.Redaction;

namespace Contrail.Core.NetTrace.Payloads;

/// <summary>
/// A value in a payload, all of whose bytes are there. It borrows them and is converted only when one of its forms is
/// requested.
/// </summary>
/// <param name="field">What it is a value of.</param>
/// <param name="bytes">Exactly its bytes.</param>
internal readonly ref struct FieldValue(SchemaField field, ReadOnlySpan<byte> bytes)
{
    private const int CharBytes = sizeof(char);

    /// <summary>The end of the names of fields that contain a command line.</summary>
    private const string CommandLine = "CommandLine";

    /// <summary>What it is a value of.</summary>
    public SchemaField Field { get; } = field;

    /// <summary>Its bytes, of a text with the zero at its end.</summary>
    public ReadOnlySpan<byte> Bytes { get; } = bytes;

    /// <summary>A text's UTF-16 bytes, without the zero at its end; empty for other types.</summary>
    public ReadOnlySpan<byte> Utf16 => Field?.Type == FieldType.Text ? Bytes[..^CharBytes] : [];

    /// <summary>The number of elements of an array; 0 for other types.</summary>
    public int Count => Field switch
    {
        { Type: FieldType.Array, Form: ArrayForm.Counted } => FieldWalk.CountOf(Bytes),
        { Type: FieldType.Array, Form: ArrayForm.Fixed } => Field.FixedCount,
        { Type: FieldType.Array, Element.FixedBytes: > 0 } => Bytes.Length / Field.Element.FixedBytes,
        _ => 0,
    };

    /// <summary>The bytes of the elements of an array.</summary>
    public ReadOnlySpan<byte> Elements => Field?.Form == ArrayForm.Counted ? Bytes[sizeof(ushort)..] : Bytes;

    /// <summary>The value of an integer, an address, a boolean or a character.</summary>
    public bool TryInteger(out Int128 value)
    {
        switch (Field?.Type)
        {
            case FieldType.SByte:
                value = unchecked((sbyte)Bytes[0]);
                return true;
            case FieldType.Int16:
                value = BinaryPrimitives.ReadInt16LittleEndian(Bytes);
                return true;
            case FieldType.Int32:
                value = BinaryPrimitives.ReadInt32LittleEndian(Bytes);
                return true;
            case FieldType.Int64:
                value = BinaryPrimitives.ReadInt64LittleEndian(Bytes);
                return true;
            case FieldType.VarInt:
                value = (long)(Variable() >> 1) ^ -(long)(Variable() & 1);
                return true;
            case FieldType.VarUInt:
                value = Variable();
                return true;
            case FieldType.Boolean:
                value = Unsigned() != 0 ? 1 : 0;
                return true;
            case FieldType.Byte or FieldType.Char or FieldType.UInt16 or FieldType.UInt32 or FieldType.UInt64
                or FieldType.Pointer or FieldType.Utf8Unit:
                value = Unsigned();
                return true;
            default:
                value = 0;
                return false;
        }
    }

    /// <summary>The value of a number of any type, as near as a double is; it may be NaN.</summary>
    public bool TryNumber(out double value)
    {
        switch (Field?.Type)
        {
            case FieldType.Single:
                value = BinaryPrimitives.ReadSingleLittleEndian(Bytes);
                return true;
            case FieldType.Double:
                value = BinaryPrimitives.ReadDoubleLittleEndian(Bytes);
                return true;
            case FieldType.Decimal:
                bool isDecimal = TryDecimal(out decimal exact);
                value = (double)exact;
                return isDecimal;
            default:
                bool isInteger = TryInteger(out Int128 integer);
                value = (double)integer;
                return isInteger;
        }
    }

    /// <summary>
    /// The value of a number that can be compared; null for another type, also a boolean, a character or an address,
    /// and for a number that is not finite.
    /// </summary>
    public double? Quantity() =>
        Field?.Type is not (FieldType.Boolean or FieldType.Char or FieldType.Pointer)
            && TryNumber(out double number) && double.IsFinite(number)
                ? number
                : null;

    /// <summary>The value of a decimal; false for another type, and for bytes that are no decimal.</summary>
    public bool TryDecimal(out decimal value)
    {
        const int SignBit = int.MinValue;
        const int MaxScale = 28;
        value = 0;
        if (Field?.Type != FieldType.Decimal)
        {
            return false;
        }

        // In memory, as the runtime writes it: flags, the high part, the low and the middle part.
        int flags = BinaryPrimitives.ReadInt32LittleEndian(Bytes);
        int scale = (flags & ~SignBit) >> 16;
        if ((flags & ushort.MaxValue) != 0 || scale > MaxScale)
        {
            return false;
        }

        value = new decimal(
            BinaryPrimitives.ReadInt32LittleEndian(Bytes[8..]),
            BinaryPrimitives.ReadInt32LittleEndian(Bytes[12..]),
            BinaryPrimitives.ReadInt32LittleEndian(Bytes[4..]),
            flags < 0,
            (byte)scale);
        return true;
    }

    /// <summary>The value of a boolean, or whether an integer is not zero.</summary>
    public bool TryBoolean(out bool value)
    {
        bool isInteger = TryInteger(out Int128 integer);
        value = integer != 0;
        return isInteger;
    }

    /// <summary>The value of a GUID.</summary>
    public bool TryGuid(out Guid value)
    {
        bool isGuid = Field?.Type == FieldType.Guid;
        value = isGuid ? new Guid(Bytes) : default;
        return isGuid;
    }

    /// <summary>The value of a time, as UTC; false for another type, and for a time that no calendar has.</summary>
    public bool TryTime(out DateTime utc)
    {
        // The start of the year 1601, in the units of a time.
        const long Start = 504_911_232_000_000_000;
        if (Field?.Type == FieldType.SystemTime)
        {
            return TraceObject.TryReadTime(Bytes, out utc);
        }

        long since = Field?.Type == FieldType.DateTime ? BinaryPrimitives.ReadInt64LittleEndian(Bytes) : -1;
        bool isTime = since >= 0 && since <= DateTime.MaxValue.Ticks - Start;
        utc = isTime ? new DateTime(Start + since, DateTimeKind.Utc) : default;
        return isTime;
    }

    /// <summary>Whether it is this text, compared without a copy.</summary>
    public bool IsText(ReadOnlySpan<char> text)
    {
        ReadOnlySpan<byte> utf16 = Utf16;
        if (Field?.Type != FieldType.Text || utf16.Length != text.Length * CharBytes)
        {
            return false;
        }

        for (int index = 0; index < text.Length; index++)
        {
            if (BinaryPrimitives.ReadUInt16LittleEndian(utf16[(index * CharBytes)..]) != text[index])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// A text as a string, cut where it is longer; a value of another type in the form of <see cref="FieldText"/>.
    /// Invalid UTF-16 is replaced, and so are the secrets of a command line. Allocates.
    /// </summary>
    public string ToText(int maxChars = FieldText.DefaultMaxChars)
    {
        if (Field?.IsUtf8 == true)
        {
            string whole = Encoding.UTF8.GetString(Elements[..Math.Min(Elements.Length, maxChars)]);
            return Shown(Elements.Length > maxChars ? whole + FieldText.Cut : whole);
        }

        if (Field?.Type != FieldType.Text)
        {
            return FieldText.Of(this, maxChars);
        }

        ReadOnlySpan<byte> utf16 = Utf16;
        bool isCut = utf16.Length > maxChars * CharBytes;
        string text = Encoding.Unicode.GetString(isCut ? utf16[..(maxChars * CharBytes)] : utf16);
        return Shown(isCut ? text + FieldText.Cut : text);
    }

    /// <summary>Reads the members of a struct, or the elements of an array; of another type there is nothing.</summary>
    public FieldReader Parts() => Field?.Type switch
    {
        FieldType.Struct => new FieldReader(Field.Members, Bytes),
        FieldType.Array => new FieldReader(Field.Element!, Count, Elements),
        _ => default,
    };

    /// <summary>Finds a member of a struct; false for another type, and for an unknown name.</summary>
    public bool TryMember(string name, out FieldValue value)
    {
        FieldReader members = Field?.Type == FieldType.Struct ? Parts() : default;
        while (members.MoveNext())
        {
            if (members.Current.Field.Name == name)
            {
                value = members.Current;
                return true;
            }
        }

        value = default;
        return false;
    }

    // For filters too: they could find a secret character by character.
    private string Shown(string text) =>
        Field!.Name.EndsWith(CommandLine, StringComparison.OrdinalIgnoreCase)
            ? CommandLineRedaction.Redact(text)
            : text;

    private ulong Variable()
    {
        ByteCursor cursor = new(Bytes);
        return cursor.TryReadVarUInt64(out ulong value) ? value : 0;
    }

    private ulong Unsigned() => Bytes.Length switch
    {
        sizeof(byte) => Bytes[0],
        sizeof(ushort) => BinaryPrimitives.ReadUInt16LittleEndian(Bytes),
        sizeof(uint) => BinaryPrimitives.ReadUInt32LittleEndian(Bytes),
        _ => BinaryPrimitives.ReadUInt64LittleEndian(Bytes),
    };
}
