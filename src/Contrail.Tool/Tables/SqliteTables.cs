using System.Globalization;
using Contrail.Analysis.Export;
using Contrail.Analysis.Export.Tables;
using Microsoft.Data.Sqlite;

namespace Contrail.Tool.Tables;

/// <summary>A database of SQLite with all tables, also those without rows. Not safe for concurrent use.</summary>
internal sealed class SqliteTables : IClosedTables
{
    private readonly Dictionary<TableSchema, SqliteCommand> _inserts = [];
    private readonly SqliteConnection _connection;
    private readonly SqliteTransaction _transaction;

    private SqliteTables(string path)
    {
        SqliteConnectionStringBuilder options = new() { DataSource = path, Pooling = false };
        _connection = new SqliteConnection(options.ConnectionString);
        _connection.Open();

        // The file is new and gets its name when it is complete: half a database is deleted.
        Execute("PRAGMA journal_mode = OFF");
        Execute("PRAGMA synchronous = OFF");
        _transaction = _connection.BeginTransaction();
        foreach (TableSchema table in FileTables.All)
        {
            Execute($"CREATE TABLE {table.Name} ({string.Join(", ", table.Columns.Select(ColumnText))})");
            _inserts.Add(table, InsertInto(table));
        }
    }

    /// <summary>The format.</summary>
    public static ExportFormat Format { get; } = new(
        "sqlite", "SQLite and its viewers: a table for each kind of record", ".sqlite",
        Create: null)
    {
        CreateAt = static (path, _) => new TableExport(new SqliteTables(path)),
        Next = "Query it with: sqlite3 {0} 'select type, count(*) from exceptions group by 1'",
    };

    /// <inheritdoc/>
    public void Add(TableSchema table, ReadOnlySpan<TableValue> row)
    {
        SqliteCommand insert = _inserts[table];
        for (int index = 0; index < row.Length; index++)
        {
            insert.Parameters[index].Value =
                row[index].Integer ?? row[index].Real ?? row[index].Text ?? (object)DBNull.Value;
        }

        insert.ExecuteNonQuery();
    }

    /// <inheritdoc/>
    public void Complete() => _transaction.Commit();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (SqliteCommand insert in _inserts.Values)
        {
            insert.Dispose();
        }

        _transaction.Dispose();
        _connection.Dispose();
    }

    private static string ColumnText(TableColumn column) => $"{column.Name} {column.Type switch
    {
        TableColumnType.Text => "TEXT",
        TableColumnType.Real => "REAL",
        _ => "INTEGER",
    }}";

    private SqliteCommand InsertInto(TableSchema table)
    {
        IEnumerable<string> names = Enumerable.Range(0, table.Columns.Count)
            .Select(index => "$" + index.ToString(CultureInfo.InvariantCulture));
        SqliteCommand insert = _connection.CreateCommand();
        insert.Transaction = _transaction;
        insert.CommandText = $"INSERT INTO {table.Name} VALUES ({string.Join(", ", names)})";
        foreach (string name in names)
        {
            insert.Parameters.Add(new SqliteParameter { ParameterName = name });
        }

        return insert;
    }

    private void Execute(string text)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = text;
        command.Transaction = _transaction;
        command.ExecuteNonQuery();
    }
}
