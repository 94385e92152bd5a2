using System.Globalization;
using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Tool.Text;

/// <summary>
/// Writes a table as CSV (RFC 4180): numbers in the base unit of their column, stacks as frames joined by semicolons,
/// the outermost first.
/// </summary>
internal static class ViewCsv
{
    /// <summary>Writes the first table, or the one that was requested.</summary>
    public static void Write(TextWriter output, ViewTable table, StackTable stacks)
    {
        output.Write(string.Join(',', table.Description.Columns.Select(column => column.Name)));
        output.Write("\r\n");
        foreach (ViewValue[] row in table.Rows)
        {
            output.Write(string.Join(',', row.Select(value => Field(value, stacks))));
            output.Write("\r\n");
        }
    }

    private static string Field(ViewValue value, StackTable stacks) => value.Kind switch
    {
        ViewValueKind.Text => Quoted(value.Text!),
        ViewValueKind.Integer => value.Integer.ToString(CultureInfo.InvariantCulture),
        ViewValueKind.Real => value.Real.ToString("R", CultureInfo.InvariantCulture),
        ViewValueKind.Series => string.Join(
            ';', value.Numbers!.Select(number => number.ToString("R", CultureInfo.InvariantCulture))),
        ViewValueKind.Fields => Quoted(
            string.Join("; ", value.Fields.Select(field => $"{field.Name}={field.Value}"))),
        ViewValueKind.Stack => Quoted(Folded(stacks, value.Stack)),
        _ => "",
    };

    /// <summary>The frames of a stack, the outermost first, joined by semicolons.</summary>
    public static string Folded(StackTable stacks, StackId stack) => string.Join(
        ';',
        Enumerable.Range(0, stacks.Depth(stack)).Reverse()
            .Select(index => stacks.Frame(stack, index).FullText().Replace(';', ':')));

    /// <summary>A field: a text that begins like a formula would be one in a spreadsheet.</summary>
    public static string Quoted(string text)
    {
        string safe = text.Length > 0 && "=+-@\t\r".Contains(text[0], StringComparison.Ordinal) ? "'" + text : text;
        return safe.AsSpan().ContainsAny(",\"\r\n'")
            ? "\"" + safe.Replace("\"", "\"\"", StringComparison.Ordinal) + "\""
            : safe;
    }
}
