namespace Contrail.Analysis.Export.Tables;

/// <summary>Receives the rows of tables. Not safe for concurrent use. What the output throws passes.</summary>
internal interface ITableOutput
{
    /// <summary>Adds a row; the values are in the order of the columns, and valid only during the call.</summary>
    void Add(TableSchema table, ReadOnlySpan<TableValue> row);
}
