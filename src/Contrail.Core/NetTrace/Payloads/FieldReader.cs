using Contrail.Core.Bytes;

namespace Contrail.Core.NetTrace.Payloads;

/// <summary>
/// Reads values one after the other: the fields of an event, the members of a struct, or the elements of an array.
/// Borrows the bytes, allocates nothing, and ends early where they do.
/// </summary>
internal ref struct FieldReader
{
    private readonly ReadOnlySpan<SchemaField> _fields;
    private readonly SchemaField? _element;
    private readonly int _count;
    private readonly ReadOnlySpan<byte> _payload;
    private ByteCursor _cursor;
    private FieldValue _current;
    private int _next;

    /// <summary>Reads the fields of an event.</summary>
    public FieldReader(EventSchema schema, ReadOnlySpan<byte> untrusted)
        : this(schema.Fitting(untrusted).Fields, untrusted) => _payload = untrusted;

    internal FieldReader(ReadOnlySpan<SchemaField> fields, ReadOnlySpan<byte> untrusted)
    {
        _fields = fields;
        _count = fields.Length;
        _cursor = new ByteCursor(untrusted);
    }

    internal FieldReader(SchemaField element, int count, ReadOnlySpan<byte> untrusted)
    {
        _element = element;
        _count = count;
        _cursor = new ByteCursor(untrusted);
    }

    /// <summary>The value that was read last.</summary>
    public readonly FieldValue Current => _current;

    /// <summary>The field in which the bytes end; null as long as none did.</summary>
    public SchemaField? StoppedAt { get; private set; }

    /// <summary>Bytes that have not been read: after the last field, fields that are not known.</summary>
    public readonly int RestBytes => _cursor.RestBytes;

    /// <summary>Reads the next value; false after the last one, and where the bytes end.</summary>
    public bool MoveNext()
    {
        if (_next >= _count || StoppedAt is not null)
        {
            return false;
        }

        SchemaField field = _element ?? _fields[_next];
        if (!FieldWalk.TryTake(field, ref _cursor, out _current, _payload))
        {
            StoppedAt = field;
            return false;
        }

        _next++;
        return true;
    }
}
