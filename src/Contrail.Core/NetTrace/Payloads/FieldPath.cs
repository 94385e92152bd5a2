namespace Contrail.Core.NetTrace.Payloads;

/// <summary>
/// One value of the events of a row, found by name: <c>Field</c>, <c>Struct.Member</c>, or <c>Arguments.name</c> for
/// the value with that key in an array of keys and values. Resolved once for each row. Immutable.
/// </summary>
internal sealed class FieldPath
{
    private const string Key = "Key";
    private const string Value = "Value";

    private readonly EventSchema _schema;
    private readonly int _index;
    private readonly string[] _inner;

    /// <summary>From each of the inner names on, all of them: a key may contain dots itself.</summary>
    private readonly string[] _keys;

    private FieldPath(EventSchema schema, int index, string[] inner)
    {
        _schema = schema;
        _index = index;
        _inner = inner;
        _keys = [.. inner.Select((_, from) => string.Join('.', inner[from..]))];
    }

    /// <summary>Resolves a path; null if the events of the row have no such field.</summary>
    /// <param name="schema">The schema of the row.</param>
    /// <param name="path">The names, separated by dots.</param>
    public static FieldPath? Resolve(EventSchema schema, string path)
    {
        string[] names = path.Split('.');
        int index = schema.IndexOf(names[0]);
        if (index < 0)
        {
            // An event of one struct has a field without a name.
            index = schema.IndexOf("");
            return index >= 0 && IsIn(schema.Fields[index], names) ? new FieldPath(schema, index, names) : null;
        }

        string[] inner = names[1..];
        return IsIn(schema.Fields[index], inner) ? new FieldPath(schema, index, inner) : null;
    }

    /// <summary>Reads the value; false if the payload ends before it, or has no such key.</summary>
    public bool TryRead(ReadOnlySpan<byte> untrusted, out FieldValue value)
    {
        bool isRead = _schema.TryRead(untrusted, _index, out value);
        for (int index = 0; isRead && index < _inner.Length; index++)
        {
            if (value.Field.Type == FieldType.Array)
            {
                return TryFind(value, _keys[index], out value);
            }

            isRead = value.TryMember(_inner[index], out value);
        }

        return isRead;
    }

    /// <summary>Finds the value of a key in an array of keys and values.</summary>
    public static bool TryFind(FieldValue pairs, ReadOnlySpan<char> key, out FieldValue value)
    {
        FieldReader elements = pairs.Parts();
        while (elements.MoveNext())
        {
            if (elements.Current.TryMember(Key, out FieldValue found) && found.IsText(key))
            {
                return elements.Current.TryMember(Value, out value);
            }
        }

        value = default;
        return false;
    }

    private static bool IsIn(SchemaField field, ReadOnlySpan<string> names)
    {
        if (names.IsEmpty)
        {
            return true;
        }

        if (field.Type == FieldType.Array)
        {
            return field.Element!.IndexOf(Key) >= 0 && field.Element.IndexOf(Value) >= 0;
        }

        int index = field.IndexOf(names[0]);
        return index >= 0 && IsIn(field.Members[index], names[1..]);
    }
}
