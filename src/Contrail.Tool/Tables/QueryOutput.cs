using System.Collections;
using System.Data.Common;
using System.Globalization;
using Contrail.Tool.Text;

namespace Contrail.Tool.Tables;

/// <summary>Writes the rows of a query.</summary>
internal static class QueryOutput
{
    private const int MaxCellChars = 200;

    /// <summary>Rows whose widths are measured before the first is written.</summary>
    private const int MeasuredRows = 200;

    /// <summary>Writes columns of text, as wide as the first rows need; returns the number of rows.</summary>
    public static long WriteText(DbDataReader reader, TextWriter output)
    {
        string[] titles = [.. Titles(reader).Select(title => TerminalSanitizer.Clean(title, MaxCellChars))];
        List<string[]> rows = [];
        while (rows.Count < MeasuredRows && reader.Read())
        {
            rows.Add(Cells(reader));
        }

        int[] widths = [.. titles.Select((title, column) =>
            rows.Select(row => row[column].Length).Append(title.Length).Max())];
        WriteLine(titles);
        rows.ForEach(WriteLine);
        long count = rows.Count;
        for (; reader.Read(); count++)
        {
            WriteLine(Cells(reader));
        }

        return count;

        void WriteLine(string[] cells) => output.WriteLine(
            string.Join("  ", cells.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }

    /// <summary>Writes CSV (RFC 4180).</summary>
    public static void WriteCsv(DbDataReader reader, TextWriter output)
    {
        output.Write(string.Join(',', Titles(reader).Select(ViewCsv.Quoted)));
        output.Write("\r\n");
        while (reader.Read())
        {
            output.Write(string.Join(',', Enumerable.Range(0, reader.FieldCount)
                .Select(column => Field(QueryCells.Read(reader, column)))));
            output.Write("\r\n");
        }
    }

    private static string[] Cells(DbDataReader reader) =>
    [
        .. Enumerable.Range(0, reader.FieldCount)
            .Select(column => TerminalSanitizer.Clean(Text(QueryCells.Read(reader, column)) ?? "-", MaxCellChars)),
    ];

    /// <summary>A value as text; null if it is unknown.</summary>
    internal static string? Text(object value) => value switch
    {
        DBNull => null,
        Stream => "(bytes)",
        string text => text,
        bool flag => flag ? "true" : "false",
        DateTime moment => moment.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        DateTimeOffset moment => moment.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        IDictionary fields => "{" + string.Join(
            ", ", fields.Keys.Cast<object>().Select(key => $"{key}: {Text(fields[key] ?? DBNull.Value)}")) + "}",
        IEnumerable items => "[" + string.Join(", ", items.Cast<object?>().Select(
            item => Text(item ?? DBNull.Value) ?? "null")) + "]",
        object other => other.ToString(),
    };

    private static IEnumerable<string> Titles(DbDataReader reader) =>
        Enumerable.Range(0, reader.FieldCount).Select(reader.GetName);

    // A number begins with no formula, and stays one.
    private static string Field(object value) => value is IFormattable and not DateTime
        ? Text(value)!
        : ViewCsv.Quoted(Text(value) ?? "");
}
