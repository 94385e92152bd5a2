using System.IO.Compression;
using Contrail.Analysis.Export.Tables;
using Parquet;
using Parquet.Schema;

namespace Contrail.Tool.Tables;

/// <summary>A file of Parquet, written in groups of rows. Not safe for concurrent use.</summary>
internal sealed class ParquetTable : IDisposable
{
    /// <summary>Some 120 KB for each column of a table that has rows; all tables have more than 200 columns.</summary>
    private const int GroupRows = 3_000;

    private readonly TableSchema _table;
    private readonly DataField[] _fields;
    private readonly TableValue[][] _columns;
    private readonly FileStream _file;
    private readonly ParquetWriter _writer;
    private int _rowCount;

    /// <param name="path">The path of the file; nothing is there.</param>
    /// <param name="table">What it contains.</param>
    public ParquetTable(string path, TableSchema table)
    {
        _table = table;
        _fields = [.. table.Columns.Select(FieldOf)];
        _columns = [.. table.Columns.Select(_ => new TableValue[GroupRows])];
        _file = new FileStream(path, FileMode.CreateNew);

        // At its usual level, this library needs minutes for what it writes in seconds at the fastest.
        ParquetOptions options = new()
        {
            CompressionMethod = CompressionMethod.Zstd,
            CompressionLevel = CompressionLevel.Fastest,
        };
        _writer = Completed(ParquetWriter.CreateAsync(new ParquetSchema(_fields), _file, options));
    }

    /// <summary>Adds a row.</summary>
    public void Add(ReadOnlySpan<TableValue> row)
    {
        for (int index = 0; index < row.Length; index++)
        {
            _columns[index][_rowCount] = row[index];
        }

        if (++_rowCount == GroupRows)
        {
            WriteGroup();
        }
    }

    /// <summary>Writes what is left.</summary>
    public void Complete()
    {
        if (_rowCount > 0)
        {
            WriteGroup();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _writer.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _file.Dispose();
    }

    private static DataField FieldOf(TableColumn column) => column.Type switch
    {
        TableColumnType.Text => new DataField<string>(column.Name, true),
        TableColumnType.Real => new DataField<double?>(column.Name),
        TableColumnType.Flag => new DataField<bool?>(column.Name),
        _ => new DataField<long?>(column.Name),
    };

    // The file is written on this thread, so that nothing is waited for.
    private static T Completed<T>(Task<T> task) => task.GetAwaiter().GetResult();

    private void WriteGroup()
    {
        using ParquetRowGroupWriter group = _writer.CreateRowGroup();
        for (int index = 0; index < _fields.Length; index++)
        {
            ReadOnlySpan<TableValue> values = _columns[index].AsSpan(0, _rowCount);
            Write(group, _fields[index], _table.Columns[index].Type, values).GetAwaiter().GetResult();
        }

        _rowCount = 0;
    }

    private static Task Write(
        ParquetRowGroupWriter group, DataField field, TableColumnType type, ReadOnlySpan<TableValue> values)
    {
        switch (type)
        {
            case TableColumnType.Text:
                string?[] texts = new string?[values.Length];
                for (int row = 0; row < values.Length; row++)
                {
                    texts[row] = values[row].Text;
                }

                return group.WriteAsync(field, texts!);
            case TableColumnType.Real:
                return group.WriteAsync<double>(field, Read(values, static value => value.Real));
            case TableColumnType.Flag:
                return group.WriteAsync<bool>(
                    field, Read<bool>(values, static value => value.Integer is { } flag ? flag != 0 : null));
            default:
                return group.WriteAsync<long>(field, Read(values, static value => value.Integer));
        }
    }

    private static ReadOnlyMemory<T?> Read<T>(ReadOnlySpan<TableValue> values, Func<TableValue, T?> read)
        where T : struct
    {
        T?[] column = new T?[values.Length];
        for (int row = 0; row < values.Length; row++)
        {
            column[row] = read(values[row]);
        }

        return column;
    }
}
