namespace Contrail.Core.NetTrace.Events;

/// <summary>The encoding of a field in a payload. All numbers are little-endian, without padding.</summary>
internal enum FieldKind
{
    /// <summary>A number of one byte.</summary>
    OneByte,

    /// <summary>A number of two bytes.</summary>
    TwoBytes,

    /// <summary>A number of four bytes.</summary>
    FourBytes,

    /// <summary>A number of eight bytes.</summary>
    EightBytes,

    /// <summary>As many bytes as the recorded process has in a pointer: four or eight.</summary>
    PointerSized,

    /// <summary>Eight bytes, floating point.</summary>
    FloatingPoint,

    /// <summary>A GUID.</summary>
    SixteenBytes,

    /// <summary>UTF-16 text that ends with a zero character.</summary>
    Text,
}
