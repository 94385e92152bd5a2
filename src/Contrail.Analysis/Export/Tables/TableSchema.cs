using Contrail.Analysis.Model;

namespace Contrail.Analysis.Export.Tables;

/// <summary>A table of records of one kind. Immutable.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Meaning">What a row is.</param>
/// <param name="Columns">Its columns.</param>
internal sealed record TableSchema(string Name, string Meaning, IReadOnlyList<TableColumn> Columns)
{
    /// <summary>The records that become its rows.</summary>
    public ModelNeeds Needs { get; init; }
}
