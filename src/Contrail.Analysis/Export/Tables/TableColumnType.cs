namespace Contrail.Analysis.Export.Tables;

/// <summary>What the values of a column are; each may be unknown.</summary>
internal enum TableColumnType
{
    /// <summary>Whole numbers of 64 bits.</summary>
    Integer,

    /// <summary>Numbers.</summary>
    Real,

    /// <summary>Texts.</summary>
    Text,

    /// <summary>Yes or no.</summary>
    Flag,
}
