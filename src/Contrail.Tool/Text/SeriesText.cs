using Contrail.Analysis.Views.Tables;

namespace Contrail.Tool.Text;

/// <summary>Draws the numbers of a series over time as lines of blocks.</summary>
internal static class SeriesText
{
    private const int MaxColumns = 48;
    private const string Blocks = "▁▂▃▄▅▆▇█";

    /// <summary>A line for each column of numbers: its title, its chart, and its extremes.</summary>
    public static List<string> Lines(ViewTable table, CellText cells)
    {
        List<string> lines = [];
        IReadOnlyList<ViewColumn> columns = table.Description.Columns;
        int width = columns.Max(column => column.Title.Length);
        for (int index = 0; index < columns.Count; index++)
        {
            ViewColumn column = columns[index];
            double?[] values = [.. table.Rows.Select(row => NumberOf(row[index]))];
            if (!CellText.IsNumeric(column.Unit) || values.All(value => value is null or 0))
            {
                continue;
            }

            lines.Add($"{column.Title.PadRight(width)}  {Chart(values, MaxColumns)}  "
                + $"max {cells.Of(column.Unit, values.Max() ?? default(ViewValue))}, "
                + $"last {cells.Of(column.Unit, table.Rows[^1][index])}");
        }

        return lines;
    }

    private static double? NumberOf(ViewValue value) => value.Kind == ViewValueKind.None ? null : value.AsNumber;

    /// <summary>
    /// Draws values as one line of blocks. A column shows the largest of its values, so that a spike stays visible.
    /// </summary>
    public static string Chart(double?[] values, int maxColumns)
    {
        int columns = Math.Min(maxColumns, values.Length);
        double max = values.Max() ?? 0;
        return string.Create(columns, (values, max), static (chart, state) =>
        {
            for (int column = 0; column < chart.Length; column++)
            {
                int from = (int)((long)column * state.values.Length / chart.Length);
                int to = Math.Max(from + 1, (int)((long)(column + 1) * state.values.Length / chart.Length));
                double? value = state.values[from..to].Max();
                chart[column] = BlockOf(value, state.max);
            }
        });
    }

    private static char BlockOf(double? value, double max)
    {
        if (value is not { } known)
        {
            return ' ';
        }

        int level = known <= 0 || max <= 0 ? 0 : (int)Math.Ceiling(known / max * Blocks.Length) - 1;
        return Blocks[Math.Clamp(level, 0, Blocks.Length - 1)];
    }
}
