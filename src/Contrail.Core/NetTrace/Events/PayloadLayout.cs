namespace Contrail.Core.NetTrace.Events;

/// <summary>The fields of one version of one event, in their order. Immutable; safe from any thread.</summary>
internal sealed class PayloadLayout
{
    /// <summary>Maximum number of fields of a layout; the largest known one has 16.</summary>
    internal const int MaxFields = 16;

    private readonly PayloadField[] _fields;

    /// <summary>Makes a layout from its row in a table.</summary>
    /// <param name="version">The version of the payload.</param>
    /// <param name="name">What the event is called here.</param>
    /// <param name="fields">"kind Name, kind Name…"; kinds are u8, u16, u32, u64, ptr, f64, guid and text.</param>
    /// <exception cref="ArgumentException">The row is not written in that form.</exception>
    internal PayloadLayout(int version, string name, string fields)
    {
        Version = version;
        Name = name;
        _fields = [.. fields.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(FieldOf)];
        if (_fields.Length > MaxFields)
        {
            throw new ArgumentException($"{name} has more than {MaxFields} fields.", nameof(fields));
        }
    }

    /// <summary>The version of the payload.</summary>
    public int Version { get; }

    /// <summary>What the event is called here.</summary>
    public string Name { get; }

    /// <summary>The fields in the order of the payload.</summary>
    public ReadOnlySpan<PayloadField> Fields => _fields;

    /// <summary>The position of a field, or -1 if this version does not have it.</summary>
    public int IndexOf(string fieldName)
    {
        for (int index = 0; index < _fields.Length; index++)
        {
            if (_fields[index].Name == fieldName)
            {
                return index;
            }
        }

        return -1;
    }

    private static PayloadField FieldOf(string text)
    {
        string[] words = text.Split(' ');
        if (words.Length != 2)
        {
            throw new ArgumentException($"'{text}' is not a kind and a name.", nameof(text));
        }

        return new PayloadField(words[1], KindOf(words[0]));
    }

    private static FieldKind KindOf(string word) => word switch
    {
        "u8" => FieldKind.OneByte,
        "u16" => FieldKind.TwoBytes,
        "u32" => FieldKind.FourBytes,
        "u64" => FieldKind.EightBytes,
        "ptr" => FieldKind.PointerSized,
        "f64" => FieldKind.FloatingPoint,
        "guid" => FieldKind.SixteenBytes,
        "text" => FieldKind.Text,
        _ => throw new ArgumentException($"No kind of field is called '{word}'.", nameof(word)),
    };
}
