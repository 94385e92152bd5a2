using System.Text;
using Contrail.Core.Bytes;

namespace Contrail.Core.NetTrace.Payloads;

/// <summary>
/// Reads the types of fields from a metadata row: the first encoding, and the tagged one that also has arrays. A field
/// without content, such as an empty struct, is left out: every value in a payload takes at least one byte, so that a
/// payload has no more values than bytes.
/// </summary>
internal readonly struct SchemaReader(SchemaSizes sizes)
{
    private const int Object = 1, GuidCode = 17, ArrayCode = 19;
    private const byte OpcodeTag = 1, FieldsTag = 2;

    /// <summary>A struct within a struct within a struct; the own stack is limited.</summary>
    private const int MaxDepth = 16;

    /// <summary>More than events have; fields within fields count too.</summary>
    private const int MaxFields = 1_000;

    /// <summary>
    /// Reads what follows the level of a row. Null if it cannot be read; otherwise the fields, and the opcode.
    /// </summary>
    public SchemaField[]? Read(ReadOnlySpan<byte> untrusted, out int opcode)
    {
        opcode = 0;
        ByteCursor cursor = new(untrusted);
        SchemaField[]? fields = cursor.IsAtEnd ? [] : ReadFields(ref cursor, depth: 0);
        while (fields is not null && !cursor.IsAtEnd)
        {
            bool isRead = cursor.TryReadInt32(out int declaredBytes) & cursor.TryReadByte(out byte kind)
                && cursor.TryReadBytes(declaredBytes, out ReadOnlySpan<byte> part)
                && TryReadPart(kind, part, ref fields, ref opcode);
            fields = isRead ? fields : null;
        }

        return fields;
    }

    private bool TryReadPart(byte kind, ReadOnlySpan<byte> part, ref SchemaField[] fields, ref int opcode)
    {
        ByteCursor cursor = new(part);
        if (kind == OpcodeTag)
        {
            bool isRead = cursor.TryReadByte(out byte read);
            opcode = read;
            return isRead;
        }

        if (kind != FieldsTag)
        {
            return true;
        }

        SchemaField[]? sized = ReadSizedFields(ref cursor, depth: 0);
        fields = sized ?? fields;
        return sized is not null;
    }

    // The first encoding: the type, then the name.
    private SchemaField[]? ReadFields(ref ByteCursor cursor, int depth)
    {
        if (!TryReadCount(ref cursor, depth, out int count))
        {
            return null;
        }

        List<SchemaField> fields = [];
        for (int index = 0; index < count; index++)
        {
            if (!cursor.TryReadInt32(out int type))
            {
                return null;
            }

            SchemaField[]? members = type == Object ? ReadFields(ref cursor, depth + 1) : null;
            if ((type == Object && members is null) || !cursor.TryReadUtf16Z(out ReadOnlySpan<byte> name))
            {
                return null;
            }

            if (!TryMake(NameOf(name), type, members, out SchemaField? field))
            {
                return null;
            }

            Add(fields, field);
        }

        return [.. fields];
    }

    // The second encoding: the size of the field, its name, its type.
    private SchemaField[]? ReadSizedFields(ref ByteCursor cursor, int depth)
    {
        if (!TryReadCount(ref cursor, depth, out int count))
        {
            return null;
        }

        List<SchemaField> fields = [];
        for (int index = 0; index < count; index++)
        {
            ReadOnlySpan<byte> bytes = default;
            bool isRead = cursor.TryReadInt32(out int declaredBytes) && declaredBytes >= sizeof(int)
                && cursor.TryReadBytes(declaredBytes - sizeof(int), out bytes);
            ByteCursor field = new(bytes);
            if (!isRead || !field.TryReadUtf16Z(out ReadOnlySpan<byte> name)
                || !TryReadType(NameOf(name), ref field, depth, out SchemaField? read))
            {
                return null;
            }

            Add(fields, read);
        }

        return [.. fields];
    }

    private bool TryReadType(string name, ref ByteCursor cursor, int depth, out SchemaField? read)
    {
        read = null;
        if (depth >= MaxDepth || !cursor.TryReadInt32(out int type))
        {
            return false;
        }

        if (type == ArrayCode)
        {
            bool hasElement = TryReadType("", ref cursor, depth + 1, out SchemaField? element) && element is not null;
            read = hasElement ? new SchemaField(name, element!) : null;
            return hasElement;
        }

        SchemaField[]? members = type == Object ? ReadSizedFields(ref cursor, depth + 1) : null;
        if (type == Object && members is null)
        {
            return false;
        }

        return TryMake(name, type, members, out read);
    }

    // False for an unknown type. An empty struct has no field.
    private bool TryMake(string name, int type, SchemaField[]? members, out SchemaField? field)
    {
        field = members is { Length: > 0 } ? new SchemaField(name, members)
            : TypeOf(type) is { } simple ? new SchemaField(name, simple, sizes)
            : null;
        return field is not null || members is not null;
    }

    private static void Add(List<SchemaField> fields, SchemaField? field)
    {
        if (field is not null)
        {
            fields.Add(field);
        }
    }

    private static string NameOf(ReadOnlySpan<byte> utf16) => Encoding.Unicode.GetString(utf16);

    private static bool TryReadCount(ref ByteCursor cursor, int depth, out int count) =>
        cursor.TryReadInt32(out count) && count is >= 0 and <= MaxFields && depth < MaxDepth;

    private FieldType? TypeOf(int code) => code switch
    {
        (int)TypeCode.Boolean => FieldType.Boolean,
        (int)TypeCode.Char => FieldType.Char,
        (int)TypeCode.SByte => FieldType.SByte,
        (int)TypeCode.Byte => FieldType.Byte,
        (int)TypeCode.Int16 => FieldType.Int16,
        (int)TypeCode.UInt16 => FieldType.UInt16,
        (int)TypeCode.Int32 => FieldType.Int32,
        (int)TypeCode.UInt32 => FieldType.UInt32,
        (int)TypeCode.Int64 => FieldType.Int64,
        (int)TypeCode.UInt64 => FieldType.UInt64,
        (int)TypeCode.Single => FieldType.Single,
        (int)TypeCode.Double => FieldType.Double,
        (int)TypeCode.Decimal => sizes.Decimal,
        (int)TypeCode.DateTime => FieldType.DateTime,
        GuidCode => FieldType.Guid,
        (int)TypeCode.String => FieldType.Text,
        _ => null,
    };
}
