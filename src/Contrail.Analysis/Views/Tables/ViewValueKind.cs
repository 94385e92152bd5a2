namespace Contrail.Analysis.Views.Tables;

/// <summary>The kind of a <see cref="ViewValue"/>.</summary>
internal enum ViewValueKind
{
    /// <summary>Unknown, or not applicable.</summary>
    None = 0,

    /// <summary>A text.</summary>
    Text,

    /// <summary>An integer.</summary>
    Integer,

    /// <summary>A floating-point number.</summary>
    Real,

    /// <summary>Numbers in the order of time.</summary>
    Series,

    /// <summary>A stack.</summary>
    Stack,

    /// <summary>The fields of an event.</summary>
    Fields,
}
