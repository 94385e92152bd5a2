using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Contrail.Core.NetTrace.Payloads;

/// <summary>
/// Values as text for people: numbers in the invariant culture, times as UTC, addresses and bytes in hexadecimal,
/// <c>{Name=value, …}</c> for a struct, <c>[value, …]</c> for an array.
/// </summary>
internal static class FieldText
{
    /// <summary>What a value has at most, if the caller has no other limit.</summary>
    public const int DefaultMaxChars = 1_000;

    /// <summary>Marks where something is left out.</summary>
    public const char Cut = '…';

    /// <summary>The format of a time, to its 100 nanoseconds.</summary>
    public const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    /// <summary>The text for bytes that are no value of their type.</summary>
    public const string Invalid = "invalid";

    /// <summary>The text of a value, cut where it is longer than a number of characters.</summary>
    public static string Of(in FieldValue value, int maxChars = DefaultMaxChars)
    {
        StringBuilder target = new();
        Append(target, value, maxChars);
        return target.ToString();
    }

    /// <summary>Appends the text of a value, as long as the target has fewer than a number of characters.</summary>
    public static void Append(StringBuilder target, in FieldValue value, int maxChars)
    {
        int room = maxChars - target.Length;
        switch (value.Field?.Type)
        {
            case FieldType.Text:
            case FieldType.Array when value.Field.IsUtf8:
                target.Append(value.ToText(Math.Max(0, room)));
                break;
            case FieldType.Struct:
                AppendParts(target, value, ('{', '}'), maxChars);
                break;
            case FieldType.Array when value.Field.Element!.Type == FieldType.Byte:
                AppendBytes(target, value.Elements, room);
                break;
            case FieldType.Array:
                AppendParts(target, value, ('[', ']'), maxChars);
                break;
            case null:
                break;
            default:
                target.Append(Simple(value));
                break;
        }
    }

    /// <summary>The text of a value that is no text, no struct and no array.</summary>
    public static string Simple(in FieldValue value)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        bool isInteger = value.TryInteger(out Int128 integer);
        return value.Field.Type switch
        {
            FieldType.Boolean => integer != 0 ? "true" : "false",
            FieldType.Char => ((char)integer).ToString(),
            FieldType.Pointer => string.Create(culture, $"0x{integer:x}"),
            FieldType.Single => BinaryPrimitives.ReadSingleLittleEndian(value.Bytes)
                .ToString(culture),
            FieldType.Double when value.TryNumber(out double number) => number.ToString(culture),
            FieldType.Decimal => value.TryDecimal(out decimal exact) ? exact.ToString(culture) : Invalid,
            FieldType.DateTime or FieldType.SystemTime =>
                value.TryTime(out DateTime utc) ? utc.ToString(TimeFormat, culture) : Invalid,
            FieldType.Guid when value.TryGuid(out Guid id) => id.ToString(),
            _ => isInteger ? integer.ToString(culture) : Invalid,
        };
    }

    private static void AppendParts(
        StringBuilder target, in FieldValue value, (char Open, char Close) brackets, int maxChars)
    {
        target.Append(brackets.Open);
        FieldReader parts = value.Parts();
        bool isFirst = true;
        while (parts.MoveNext())
        {
            target.Append(isFirst ? "" : ", ");
            isFirst = false;
            if (target.Length >= maxChars)
            {
                target.Append(Cut);
                break;
            }

            if (parts.Current.Field.Name.Length > 0)
            {
                target.Append(parts.Current.Field.Name).Append('=');
            }

            Append(target, parts.Current, maxChars);
        }

        target.Append(brackets.Close);
    }

    private static void AppendBytes(StringBuilder target, ReadOnlySpan<byte> bytes, int room)
    {
        int shown = Math.Min(bytes.Length, Math.Max(0, room / 2));
        target.Append(Convert.ToHexStringLower(bytes[..shown]));
        if (shown < bytes.Length)
        {
            target.Append(Cut);
        }
    }
}
