namespace Contrail.Analysis.Export.Tables;

/// <summary>A column of a table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What its values are.</param>
/// <param name="Meaning">What it contains, with its unit, for the page of the schema.</param>
internal sealed record TableColumn(string Name, TableColumnType Type, string Meaning);
