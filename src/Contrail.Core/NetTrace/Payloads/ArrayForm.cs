namespace Contrail.Core.NetTrace.Payloads;

/// <summary>Where the elements of an array are, and how many.</summary>
internal enum ArrayForm
{
    /// <summary>After a count of two bytes.</summary>
    Counted,

    /// <summary>In place of the field; the row contains the count.</summary>
    Fixed,

    /// <summary>Elsewhere in the payload: two bytes of position from the end of the field, two bytes of size.</summary>
    Relative,

    /// <summary>Elsewhere in the payload: two bytes of position from its start, two bytes of size.</summary>
    Absolute,
}
