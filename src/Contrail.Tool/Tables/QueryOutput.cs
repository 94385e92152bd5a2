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
        string[] titles = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
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
        output.Write(string.Join(',', Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).Select(Quoted)));
        output.Write("\r\n");
        while (reader.Read())
        {
            output.Write(string.Join(',', Enumerable.Range(0, reader.FieldCount)
                .Select(column => Quoted(Text(reader, column) ?? ""))));
            output.Write("\r\n");
        }
    }

    private static string[] Cells(DbDataReader reader) =>
    [
        .. Enumerable.Range(0, reader.FieldCount)
            .Select(column => TerminalSanitizer.Clean(Text(reader, column) ?? "-", MaxCellChars)),
    ];

    /// <summary>A value as text; null if it is unknown.</summary>
    internal static string? Text(DbDataReader reader, int column) => reader.GetValue(column) switch
    {
        DBNull => null,
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        object other => other.ToString(),
    };

    private static string Quoted(string text) => text.AsSpan().ContainsAny(",\"\r\n")
        ? "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\""
        : text;
}
