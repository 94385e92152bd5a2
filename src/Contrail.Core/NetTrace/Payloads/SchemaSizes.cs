namespace Contrail.Core.NetTrace.Payloads;

/// <summary>
/// The sizes of the types that do not have the same one in every payload. A row does not contain them: most events have
/// booleans of one byte, some of four, and a decimal is written as a double or with all its sixteen bytes.
/// </summary>
/// <param name="PointerBytes">Bytes of a pointer in the recorded process.</param>
internal readonly record struct SchemaSizes(int PointerBytes)
{
    /// <summary>Bytes of a boolean.</summary>
    public int BooleanBytes { get; init; } = sizeof(int);

    /// <summary>What is written for a decimal.</summary>
    public FieldType Decimal { get; init; } = FieldType.Decimal;

    /// <summary>The other sizes that a payload may have, the more likely ones first.</summary>
    public SchemaSizes[] Alternatives =>
    [
        this with { BooleanBytes = sizeof(byte), Decimal = FieldType.Double },
        this with { BooleanBytes = sizeof(byte) },
        this with { Decimal = FieldType.Double },
    ];

    /// <summary>Whether a type, or one in it, may have several sizes.</summary>
    public static bool IsAffected(SchemaField field) =>
        field.Type is FieldType.Boolean or FieldType.Decimal
        || (field.Element is not null && IsAffected(field.Element))
        || field.HasMember(IsAffected);
}
