using System.Text.Json;
using Contrail.Core.NetTrace.Payloads;

namespace Contrail.Analysis.NetTrace.Reading;

/// <summary>
/// Values as JSON. What JSON has no number for (an infinite number, an address, bytes) is written as a string.
/// </summary>
internal static class FieldJson
{
    /// <summary>Writes all fields of an event as the properties of the current object.</summary>
    public static void WriteFields(Utf8JsonWriter target, EventSchema schema, ReadOnlySpan<byte> untrusted)
    {
        FieldReader fields = new(schema, untrusted);
        while (fields.MoveNext())
        {
            target.WritePropertyName(fields.Current.Field.Name);
            Write(target, fields.Current);
        }
    }

    /// <summary>Writes a value.</summary>
    public static void Write(Utf8JsonWriter target, in FieldValue value)
    {
        switch (value.Field?.Type)
        {
            case null:
                target.WriteNullValue();
                break;
            case FieldType.Struct:
                WriteStruct(target, value);
                break;
            case FieldType.Array when value.Field.IsUtf8:
                target.WriteStringValue(value.ToText(int.MaxValue / 2));
                break;
            case FieldType.Array when value.Field.Element!.Type != FieldType.Byte:
                WriteArray(target, value);
                break;
            case FieldType.Boolean when value.TryBoolean(out bool isTrue):
                target.WriteBooleanValue(isTrue);
                break;
            case FieldType.Single or FieldType.Double
                when value.TryNumber(out double number) && double.IsFinite(number):
            case FieldType.Decimal when value.TryDecimal(out _):
            case FieldType.SByte or FieldType.Byte or FieldType.Int16 or FieldType.UInt16 or FieldType.Int32
                or FieldType.UInt32 or FieldType.Int64 or FieldType.UInt64 or FieldType.VarInt or FieldType.VarUInt:
                target.WriteRawValue(FieldText.Simple(value));
                break;
            case FieldType.Text:
                target.WriteStringValue(value.ToText(int.MaxValue / 2));
                break;
            default:
                target.WriteStringValue(FieldText.Of(value, int.MaxValue / 2));
                break;
        }
    }

    private static void WriteStruct(Utf8JsonWriter target, in FieldValue value)
    {
        target.WriteStartObject();
        FieldReader members = value.Parts();
        while (members.MoveNext())
        {
            target.WritePropertyName(members.Current.Field.Name);
            Write(target, members.Current);
        }

        target.WriteEndObject();
    }

    private static void WriteArray(Utf8JsonWriter target, in FieldValue value)
    {
        target.WriteStartArray();
        FieldReader elements = value.Parts();
        while (elements.MoveNext())
        {
            Write(target, elements.Current);
        }

        target.WriteEndArray();
    }
}
