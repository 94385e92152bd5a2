namespace Contrail.Core.NetTrace.Payloads;

/// <summary>The type of a field in a payload. Numbers are little-endian, without padding.</summary>
internal enum FieldType
{
    /// <summary>One byte, or four; 0 is false.</summary>
    Boolean,

    /// <summary>One UTF-16 code unit.</summary>
    Char,

    /// <summary>One byte with a sign.</summary>
    SByte,

    /// <summary>One byte.</summary>
    Byte,

    /// <summary>Two bytes with a sign.</summary>
    Int16,

    /// <summary>Two bytes.</summary>
    UInt16,

    /// <summary>Four bytes with a sign.</summary>
    Int32,

    /// <summary>Four bytes.</summary>
    UInt32,

    /// <summary>Eight bytes with a sign.</summary>
    Int64,

    /// <summary>Eight bytes.</summary>
    UInt64,

    /// <summary>Four bytes, floating point.</summary>
    Single,

    /// <summary>Eight bytes, floating point.</summary>
    Double,

    /// <summary>Sixteen bytes, as .NET has a decimal in memory.</summary>
    Decimal,

    /// <summary>Eight bytes: units of 100 nanoseconds since 1601, UTC.</summary>
    DateTime,

    /// <summary>Sixteen bytes.</summary>
    Guid,

    /// <summary>UTF-16 text that ends with a zero character.</summary>
    Text,

    /// <summary>An address: as many bytes as a pointer of the recorded process has.</summary>
    Pointer,

    /// <summary>Its members, one after the other.</summary>
    Struct,

    /// <summary>Elements of one type; <see cref="ArrayForm"/> is where they are, and how many.</summary>
    Array,

    /// <summary>A number of variable size with a sign, in groups of seven bits.</summary>
    VarInt,

    /// <summary>A number of variable size, in groups of seven bits.</summary>
    VarUInt,

    /// <summary>Sixteen bytes: a time of day as the start of a trace has it, UTC.</summary>
    SystemTime,

    /// <summary>One byte of UTF-8.</summary>
    Utf8Unit,
}
