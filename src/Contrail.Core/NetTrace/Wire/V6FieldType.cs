namespace Contrail.Core.NetTrace.Wire;

/// <summary>The numbers of the types of fields in a metadata row of nettrace 6.</summary>
internal enum V6FieldType : byte
{
    /// <summary>Fields, one after the other.</summary>
    Object = 1,

    /// <summary>Four bytes.</summary>
    Boolean32 = 3,

    /// <summary>Two bytes of UTF-16; the first of the types that need no more description.</summary>
    Utf16Unit = 4,

    /// <summary>Eight 16-bit numbers, as the start of a trace.</summary>
    DateTime = 16,

    /// <summary>Sixteen bytes.</summary>
    Guid = 17,

    /// <summary>UTF-16 that ends with a zero character.</summary>
    Utf16Text = 18,

    /// <summary>A count of two bytes, then the elements.</summary>
    Array = 19,

    /// <summary>A number of variable size with a sign.</summary>
    VarInt = 20,

    /// <summary>A number of variable size.</summary>
    VarUInt = 21,

    /// <summary>As many elements as the row declares.</summary>
    FixedArray = 22,

    /// <summary>One byte of UTF-8.</summary>
    Utf8Unit = 23,

    /// <summary>Where an array is in the payload, from the end of the field.</summary>
    RelativeLocation = 24,

    /// <summary>Where an array is in the payload, from its start.</summary>
    Location = 25,

    /// <summary>One byte.</summary>
    Boolean8 = 26,
}
