using System.Text;
using Contrail.Core.Bytes;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Core.NetTrace.Payloads;

/// <summary>
/// Reads the types of fields from a metadata row of nettrace 6. A field without content, such as an empty struct, is
/// left out: every value in a payload takes at least one byte, so that a payload has no more values than bytes.
/// </summary>
internal readonly struct V6SchemaReader(SchemaSizes sizes)
{
    /// <summary>A struct within a struct within a struct; the own stack is limited.</summary>
    private const int MaxDepth = 16;

    /// <summary>More than events have; fields within fields count too.</summary>
    private const int MaxFields = 1_000;

    /// <summary>A payload has at most 16 bits of length.</summary>
    private const int MaxFixedBytes = ushort.MaxValue;

    /// <summary>Reads descriptions of fields; null if they cannot be read.</summary>
    public SchemaField[]? Read(ref ByteCursor cursor) => ReadFields(ref cursor, depth: 0);

    private SchemaField[]? ReadFields(ref ByteCursor cursor, int depth)
    {
        bool isRead = cursor.TryReadUInt16(out ushort count) && count <= MaxFields && depth < MaxDepth;
        List<SchemaField> fields = [];
        for (int index = 0; isRead && index < count; index++)
        {
            isRead = cursor.TryReadUInt16(out ushort declaredBytes)
                & cursor.TryReadBytes(declaredBytes, out ReadOnlySpan<byte> bytes);
            ByteCursor description = new(bytes);
            SchemaField? field = null;
            isRead = isRead && V6Text.TryReadUtf8(ref description, out ReadOnlySpan<byte> name)
                && TryReadType(Encoding.UTF8.GetString(name), ref description, depth, out field);
            if (field is not null)
            {
                fields.Add(field);
            }
        }

        return isRead ? [.. fields] : null;
    }

    // An empty struct, and an array of no elements, have no field.
    private bool TryReadType(string name, ref ByteCursor cursor, int depth, out SchemaField? field)
    {
        field = null;
        if (depth >= MaxDepth || !cursor.TryReadByte(out byte code))
        {
            return false;
        }

        V6FieldType type = (V6FieldType)code;
        switch (type)
        {
            case V6FieldType.Object:
                SchemaField[]? members = ReadFields(ref cursor, depth + 1);
                field = members is { Length: > 0 } ? new SchemaField(name, members) : null;
                return members is not null && (field?.FixedBytes ?? 0) <= MaxFixedBytes;
            case V6FieldType.Array or V6FieldType.FixedArray or V6FieldType.RelativeLocation or V6FieldType.Location:
                return TryReadArray(name, type, ref cursor, depth, out field);
            default:
                field = Simple(name, type);
                return field is not null;
        }
    }

    private bool TryReadArray(
        string name, V6FieldType type, ref ByteCursor cursor, int depth, out SchemaField? field)
    {
        field = null;
        ushort count = 0;
        if (!TryReadType("", ref cursor, depth + 1, out SchemaField? element)
            || (type == V6FieldType.FixedArray && !cursor.TryReadUInt16(out count)))
        {
            return false;
        }

        ArrayForm form = type switch
        {
            V6FieldType.FixedArray => ArrayForm.Fixed,
            V6FieldType.RelativeLocation => ArrayForm.Relative,
            V6FieldType.Location => ArrayForm.Absolute,
            _ => ArrayForm.Counted,
        };
        bool isLocated = form is ArrayForm.Relative or ArrayForm.Absolute;
        bool isPossible = !isLocated || element?.FixedBytes > 0;
        bool isEmpty = element is null || (form == ArrayForm.Fixed && count == 0);
        bool isTooLarge = form == ArrayForm.Fixed && (long)(element?.FixedBytes ?? 0) * count > MaxFixedBytes;
        field = isEmpty || isTooLarge ? null : new SchemaField(name, element!, form, count);
        return isPossible && !isTooLarge && (element is not null || form == ArrayForm.Fixed);
    }

    private SchemaField? Simple(string name, V6FieldType type)
    {
        FieldType? simple = type switch
        {
            V6FieldType.Boolean32 or V6FieldType.Boolean8 => FieldType.Boolean,
            V6FieldType.DateTime => FieldType.SystemTime,
            V6FieldType.Guid => FieldType.Guid,
            V6FieldType.Utf16Text => FieldType.Text,
            V6FieldType.VarInt => FieldType.VarInt,
            V6FieldType.VarUInt => FieldType.VarUInt,
            V6FieldType.Utf8Unit => FieldType.Utf8Unit,
            >= V6FieldType.Utf16Unit and <= (V6FieldType)TypeCode.Double =>
                FieldType.Char + (type - V6FieldType.Utf16Unit),
            _ => null,
        };
        int booleanBytes = type == V6FieldType.Boolean8 ? sizeof(byte) : sizeof(int);
        return simple is { } known
            ? new SchemaField(name, known, sizes with { BooleanBytes = booleanBytes })
            : null;
    }
}
