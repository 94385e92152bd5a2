namespace Contrail.Core.NetTrace.Payloads;

/// <summary>One field of a payload, with the types of what is in it. Immutable; safe from any thread.</summary>
internal sealed class SchemaField
{
    /// <summary>The size of a field whose size depends on its value.</summary>
    public const int Variable = -1;

    private readonly SchemaField[] _members = [];

    /// <summary>A field of a simple type.</summary>
    /// <param name="name">The field's name.</param>
    /// <param name="type">Its type.</param>
    /// <param name="sizes">The sizes of the types that have several.</param>
    public SchemaField(string name, FieldType type, SchemaSizes sizes)
    {
        Name = name;
        Type = type;
        FixedBytes = type switch
        {
            FieldType.SByte or FieldType.Byte or FieldType.Utf8Unit => 1,
            FieldType.Char or FieldType.Int16 or FieldType.UInt16 => 2,
            FieldType.Int32 or FieldType.UInt32 or FieldType.Single => 4,
            FieldType.Int64 or FieldType.UInt64 or FieldType.Double or FieldType.DateTime => 8,
            FieldType.Decimal or FieldType.Guid or FieldType.SystemTime => 16,
            FieldType.Boolean => sizes.BooleanBytes,
            FieldType.Pointer => sizes.PointerBytes,
            _ => Variable,
        };
    }

    /// <summary>A struct.</summary>
    public SchemaField(string name, SchemaField[] members)
    {
        Name = name;
        Type = FieldType.Struct;
        _members = members;
        FixedBytes = Array.TrueForAll(members, member => member.FixedBytes != Variable)
            ? members.Sum(member => member.FixedBytes)
            : Variable;
    }

    /// <summary>An array.</summary>
    public SchemaField(string name, SchemaField element, ArrayForm form = ArrayForm.Counted, int fixedCount = 0)
    {
        Name = name;
        Type = FieldType.Array;
        Element = element;
        Form = form;
        FixedCount = fixedCount;
        FixedBytes = form switch
        {
            ArrayForm.Fixed when element.FixedBytes != Variable => element.FixedBytes * fixedCount,
            ArrayForm.Relative or ArrayForm.Absolute => sizeof(uint),
            _ => Variable,
        };
    }

    /// <summary>
    /// The field's name; empty for an element, and for a struct that is the only argument of an event.
    /// </summary>
    public string Name { get; }

    /// <summary>Its type.</summary>
    public FieldType Type { get; }

    /// <summary>Its size in bytes, or <see cref="Variable"/>.</summary>
    public int FixedBytes { get; }

    /// <summary>The members of a struct; empty for other types.</summary>
    public ReadOnlySpan<SchemaField> Members => _members;

    /// <summary>The type of the elements of an array; null for other types.</summary>
    public SchemaField? Element { get; }

    /// <summary>Where the elements of an array are.</summary>
    public ArrayForm Form { get; }

    /// <summary>The number of elements of an array of <see cref="ArrayForm.Fixed"/>.</summary>
    public int FixedCount { get; }

    /// <summary>Whether it is an array of code units that is shown as a text. Version 6 has no other UTF-8.</summary>
    public bool IsUtf8 => Element?.Type == FieldType.Utf8Unit;

    /// <summary>Whether a struct has a member for which a condition is true.</summary>
    public bool HasMember(Predicate<SchemaField> condition) => Array.Exists(_members, condition);

    /// <summary>The position of a member of a struct; -1 if it has none of that name.</summary>
    public int IndexOf(string name) => Array.FindIndex(_members, member => member.Name == name);
}
