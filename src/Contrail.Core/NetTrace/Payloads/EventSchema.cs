using Contrail.Core.Bytes;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Core.NetTrace.Payloads;

/// <summary>
/// The fields of the events of one metadata row: those that the row describes, or for the runtime's own events those of
/// the table. Immutable; safe from any thread.
/// </summary>
internal sealed class EventSchema
{
    private readonly SchemaField[] _fields;

    /// <summary>The offset of each field; for one after a field of variable size, the offset to start from.</summary>
    private readonly (int Index, int Offset)[] _starts;

    private EventSchema(SchemaField[]? fields)
    {
        IsKnown = fields is not null;
        _fields = fields ?? [];
        _starts = new (int, int)[_fields.Length];
        (int Index, int Offset) start = (0, 0);
        for (int index = 0; index < _fields.Length; index++)
        {
            _starts[index] = start;
            if (start.Index == index && _fields[index].FixedBytes != SchemaField.Variable)
            {
                start = (index + 1, start.Offset + _fields[index].FixedBytes);
            }
        }
    }

    /// <summary>The same fields with other sizes; none where no type has several.</summary>
    private EventSchema[] Alternatives { get; init; } = [];

    /// <summary>The schema of events whose fields are not known.</summary>
    public static EventSchema Unknown { get; } = new(null);

    /// <summary>Whether the fields are known; otherwise there are none.</summary>
    public bool IsKnown { get; }

    /// <summary>The fields in the order of the payload.</summary>
    public ReadOnlySpan<SchemaField> Fields => _fields;

    /// <summary>The event's level, from 1 (critical) to 5 (verbose); 0 if the row has none.</summary>
    public int Level { get; private init; }

    /// <summary>The event's keywords.</summary>
    public ulong Keywords { get; private init; }

    /// <summary>The event's opcode: 1 for a start, 2 for a stop; 0 for none.</summary>
    public int Opcode { get; private init; }

    /// <summary>The schema of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="pointerBytes">Bytes of a pointer in the recorded process.</param>
    public static EventSchema Of(MetadataRow row, int pointerBytes)
    {
        if (row.IsV6)
        {
            return OfV6(row, new SchemaSizes(pointerBytes));
        }

        ByteCursor cursor = new(row.Payload.Span);
        bool isRead = cursor.TrySkip(sizeof(int)) && cursor.TryReadUtf16Z(out _) && cursor.TrySkip(sizeof(int))
            && cursor.TryReadUtf16Z(out _);
        ulong keywords = 0;
        int level = 0;
        isRead = isRead && cursor.TryReadUInt64(out keywords) && cursor.TrySkip(sizeof(int))
            && cursor.TryReadInt32(out level);
        int opcode = 0;
        SchemaSizes sizes = new(pointerBytes);
        SchemaField[]? described = isRead ? new SchemaReader(sizes).Read(cursor.Rest, out opcode) : null;
        RuntimeEvent? known = RuntimeEventTable.Find(row.Provider, row.EventId);
        bool isDescribed = described is { Length: > 0 } || (row.Name.Length > 0 && known is null);
        bool hasSeveralSizes = isDescribed && described?.Any(SchemaSizes.IsAffected) == true;
        ReadOnlyMemory<byte> description = row.Payload[^cursor.RestBytes..];
        SchemaField[]? universal = described is { Length: > 0 } ? null : UniversalLayouts.Find(row);
        return new EventSchema(
            universal ?? (isDescribed ? described : OfTable(known?.Layout(row.Version), sizes)))
        {
            Alternatives = hasSeveralSizes
                ? [.. sizes.Alternatives.Select(
                    other => new EventSchema(new SchemaReader(other).Read(description.Span, out _)))]
                : [],
            Level = level,
            Keywords = keywords,
            Opcode = opcode,
        };
    }

    /// <summary>The position of a field; -1 if there is none of that name.</summary>
    public int IndexOf(string name) => Array.FindIndex(_fields, field => field.Name == name);

    /// <summary>
    /// Finds one field in a payload; false if the event does not have it, or if the payload ends before it does.
    /// </summary>
    /// <param name="untrusted">The payload.</param>
    /// <param name="index">The position of the field; negative for none.</param>
    /// <param name="value">The value, which borrows the payload.</param>
    public bool TryRead(ReadOnlySpan<byte> untrusted, int index, out FieldValue value)
    {
        value = default;
        if (index < 0 || index >= _fields.Length)
        {
            return false;
        }

        EventSchema fitting = Fitting(untrusted);
        return fitting.TryReadField(untrusted, index, out value);
    }

    /// <summary>This schema, or the same fields with the other sizes that take all bytes of a payload.</summary>
    internal EventSchema Fitting(ReadOnlySpan<byte> untrusted)
    {
        if (Alternatives.Length > 0 && !TakesAll(untrusted))
        {
            foreach (EventSchema other in Alternatives)
            {
                if (other.TakesAll(untrusted))
                {
                    return other;
                }
            }
        }

        return this;
    }

    private bool TakesAll(ReadOnlySpan<byte> untrusted)
    {
        ByteCursor cursor = new(untrusted);
        foreach (SchemaField field in _fields)
        {
            if (!FieldWalk.TrySkip(field, ref cursor))
            {
                return false;
            }
        }

        return cursor.IsAtEnd;
    }

    private bool TryReadField(ReadOnlySpan<byte> untrusted, int index, out FieldValue value)
    {
        value = default;
        (int next, int offset) = _starts[index];
        ByteCursor cursor = new(untrusted);
        bool isRead = cursor.TrySkip(offset);
        for (; isRead && next < index; next++)
        {
            isRead = FieldWalk.TrySkip(_fields[next], ref cursor);
        }

        return isRead && FieldWalk.TryTake(_fields[index], ref cursor, out value, untrusted);
    }

    private static EventSchema OfV6(MetadataRow row, SchemaSizes sizes)
    {
        ByteCursor cursor = new(row.Payload.Span);
        SchemaField[]? described = V6MetadataRow.TrySkipNames(ref cursor)
            ? new V6SchemaReader(sizes).Read(ref cursor)
            : null;
        V6RowOptions options = default;
        bool hasOptions = described is not null && V6MetadataRow.TryReadOptions(ref cursor, out options);
        RuntimeEvent? known = RuntimeEventTable.Find(row.Provider, row.EventId);
        bool isDescribed = described is { Length: > 0 } || known is null;
        return new EventSchema(isDescribed ? described : OfTable(known?.Layout(row.Version), sizes))
        {
            Level = hasOptions ? options.Level : 0,
            Keywords = options.Keywords,
            Opcode = options.Opcode,
        };
    }

    private static SchemaField[]? OfTable(PayloadLayout? layout, SchemaSizes sizes)
    {
        if (layout is null)
        {
            return null;
        }

        SchemaField[] fields = new SchemaField[layout.Fields.Length];
        for (int index = 0; index < fields.Length; index++)
        {
            PayloadField field = layout.Fields[index];
            fields[index] = new SchemaField(field.Name, TypeOf(field.Kind), sizes);
        }

        return fields;
    }

    private static FieldType TypeOf(FieldKind kind) => kind switch
    {
        FieldKind.OneByte => FieldType.Byte,
        FieldKind.TwoBytes => FieldType.UInt16,
        FieldKind.FourBytes => FieldType.UInt32,
        FieldKind.PointerSized => FieldType.Pointer,
        FieldKind.FloatingPoint => FieldType.Double,
        FieldKind.SixteenBytes => FieldType.Guid,
        FieldKind.Text => FieldType.Text,
        _ => FieldType.UInt64,
    };
}
