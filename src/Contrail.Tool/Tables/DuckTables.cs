using Contrail.Analysis.Export.Tables;
using DuckDB.NET.Data;

namespace Contrail.Tool.Tables;

/// <summary>A database of DuckDB with all tables, also those without rows. Not safe for concurrent use.</summary>
internal sealed class DuckTables : IClosedTables
{
    private readonly Dictionary<TableSchema, DuckDBAppender> _appenders = [];
    private bool _isComplete;

    /// <param name="path">The file of the database; nothing is there.</param>
    public DuckTables(string path)
    {
        DuckDBConnectionStringBuilder options = new() { DataSource = path };
        Connection = new DuckDBConnection(options.ConnectionString);
        Connection.Open();
        Execute("SET memory_limit = '512MB'");
        foreach (TableSchema table in FileTables.All)
        {
            Execute($"CREATE TABLE {table.Name} ({string.Join(", ", table.Columns.Select(ColumnText))})");
        }
    }

    /// <summary>The connection, for queries after <see cref="Complete"/>.</summary>
    public DuckDBConnection Connection { get; }

    /// <inheritdoc/>
    public void Add(TableSchema table, ReadOnlySpan<TableValue> row)
    {
        if (!_appenders.TryGetValue(table, out DuckDBAppender? appender))
        {
            appender = Connection.CreateAppender(table.Name);
            _appenders.Add(table, appender);
        }

        IDuckDBAppenderRow added = appender.CreateRow();
        for (int index = 0; index < row.Length; index++)
        {
            TableValue value = row[index];
            _ = table.Columns[index].Type switch
            {
                TableColumnType.Text => value.Text is { } text ? added.AppendValue(text) : added.AppendNullValue(),
                TableColumnType.Real => added.AppendValue(value.Real),
                TableColumnType.Flag => added.AppendValue(value.Integer is { } flag ? flag != 0 : default(bool?)),
                _ => added.AppendValue(value.Integer),
            };
        }

        added.EndRow();
    }

    /// <inheritdoc/>
    public void Complete()
    {
        foreach (DuckDBAppender appender in _appenders.Values)
        {
            appender.Close();
            appender.Dispose();
        }

        _appenders.Clear();

        // A query can read the tables, and nothing else of this computer.
        Execute("SET enable_external_access = false");
        Execute("SET lock_configuration = true");
        _isComplete = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_isComplete)
        {
            foreach (DuckDBAppender appender in _appenders.Values)
            {
                appender.Dispose();
            }
        }

        Connection.Dispose();
    }

    private static string ColumnText(TableColumn column) => $"{column.Name} {column.Type switch
    {
        TableColumnType.Text => "VARCHAR",
        TableColumnType.Real => "DOUBLE",
        TableColumnType.Flag => "BOOLEAN",
        _ => "BIGINT",
    }}";

    private void Execute(string text)
    {
        using DuckDBCommand command = Connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }
}
