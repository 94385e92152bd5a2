using Contrail.Analysis.Export;
using Contrail.Analysis.Export.Tables;

namespace Contrail.Tool.Tables;

/// <summary>A folder with a file of Parquet for each table that has rows. Not safe for concurrent use.</summary>
/// <param name="folder">The folder, which exists and is empty.</param>
internal sealed class ParquetTables(string folder) : IClosedTables
{
    private readonly Dictionary<TableSchema, ParquetTable> _tables = [];

    /// <summary>The format.</summary>
    public static ExportFormat Format { get; } = new(
        "parquet", "DuckDB, Spark, pandas: a folder with a file for each kind of record", ".parquet",
        Create: null)
    {
        IsFolder = true,
        CreateAt = static (path, _) => new TableExport(new ParquetTables(Directory.CreateDirectory(path).FullName)),
        Next = "Query it with: cd {0} && duckdb -c \"select * from 'files.parquet'\"",
    };

    /// <inheritdoc/>
    public void Add(TableSchema table, ReadOnlySpan<TableValue> row)
    {
        if (!_tables.TryGetValue(table, out ParquetTable? found))
        {
            found = new ParquetTable(Path.Combine(folder, table.Name + ".parquet"), table);
            _tables.Add(table, found);
        }

        found.Add(row);
    }

    /// <inheritdoc/>
    public void Complete()
    {
        foreach (ParquetTable table in _tables.Values)
        {
            table.Complete();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ParquetTable table in _tables.Values)
        {
            table.Dispose();
        }
    }
}
