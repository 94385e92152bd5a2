using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;
using Spectre.Console;

namespace Contrail.Tool.Text;

/// <summary>
/// Writes tables: cells in columns, and below each row the places in the code that belong to it. Lines are cut to the
/// width of a terminal, but not in a pipe. Not safe for concurrent use.
/// </summary>
internal sealed class TableWriter(IAnsiConsole console, CellText cells, StackText stacks, ViewForm form)
{
    private const int Gap = 2;
    private const int MinTextColumns = 12;
    private const string Indent = "  ";
    private const string PlaceIndent = "        ";
    private const string SamePlaces = PlaceIndent + "same place as above";

    private readonly bool _isTerminal = console.Profile.Out.IsTerminal;
    private int _tableCount;

    /// <summary>Writes a line.</summary>
    public void Line(string line, Tone tone = Tone.Usual)
    {
        if (!_isTerminal)
        {
            // Spectre.Console would wrap lines at a guessed width.
            console.Profile.Out.Writer.WriteLine(line.TrimEnd());
            return;
        }

        string text = TerminalText.KeepStart(line, Math.Max(1, console.Profile.Width));
        console.Write(new Spectre.Console.Text(text, PageStyle.Of(tone)));
        console.WriteLine();
    }

    /// <summary>Writes a table.</summary>
    public void Write(ViewTable table)
    {
        Line(table.Description.Title);
        if (table.Description.IsSeries)
        {
            SeriesText.Lines(table, cells).ForEach(line => Line(Indent + line));
            return;
        }

        IReadOnlyList<ViewColumn> columns = table.Description.Columns;
        int[] shown = [.. Enumerable.Range(0, columns.Count).Where(index => columns[index].Unit != ViewUnit.Stack)];
        int maxRows = _tableCount++ == 0 ? form.MaxRows : form.MaxRowsOfOthers;
        List<string[]> rows = [.. table.Rows.Take(maxRows).Select(row => Cells(columns, shown, row))];
        string[] titles = [.. shown.Select(index => columns[index].Title)];
        int[] widths = Fit(columns, shown, titles, rows);
        Line(Row(columns, shown, widths, titles), Tone.Quiet);
        List<string> shownPlaces = [];
        for (int index = 0; index < rows.Count; index++)
        {
            Line(Row(columns, shown, widths, rows[index]));
            List<string> places = [.. Places(columns, table.Rows[index])];
            if (places.Count > 0 && places.SequenceEqual(shownPlaces))
            {
                Line(SamePlaces, Tone.Quiet);
                continue;
            }

            places.ForEach(line => Line(line));
            shownPlaces = places;
        }

        long more = table.Rows.Count - rows.Count + table.OmittedCount;
        if (more > 0)
        {
            Line($"{Indent}… {Page.Counted(more, "more row")}", Tone.Quiet);
        }
    }

    private string[] Cells(IReadOnlyList<ViewColumn> columns, int[] shown, ViewValue[] row) =>
        [.. shown.Select(index => cells.Of(columns[index].Unit, row[index]))];

    private IEnumerable<string> Places(IReadOnlyList<ViewColumn> columns, ViewValue[] row)
    {
        for (int index = 0; index < columns.Count; index++)
        {
            if (columns[index].Unit != ViewUnit.Stack || row[index].Kind != ViewValueKind.Stack)
            {
                continue;
            }

            StackId stack = row[index].Stack;
            string title = columns[index].Title;
            if (!form.HasWholeStacks)
            {
                yield return $"{PlaceIndent}{title} {stacks.Chain(stack)}";
                continue;
            }

            yield return PlaceIndent + title;
            foreach (string frame in stacks.Whole(stack))
            {
                yield return PlaceIndent + Indent + frame;
            }
        }
    }

    // The last text needs no width of its own; on a terminal, the widest text is cut first.
    private int[] Fit(IReadOnlyList<ViewColumn> columns, int[] shown, string[] titles, List<string[]> rows)
    {
        int[] widths =
            [.. titles.Select((title, at) => rows.Select(row => row[at]).Append(title).Max(TerminalText.Columns))];
        if (!_isTerminal)
        {
            return widths;
        }

        int excess = Indent.Length + widths.Sum() + (Gap * (widths.Length - 1)) - console.Profile.Width;
        while (excess > 0)
        {
            int widest = -1;
            for (int at = 0; at < widths.Length; at++)
            {
                bool isText = CellText.IsText(columns[shown[at]].Unit) && widths[at] > MinTextColumns;
                widest = isText && (widest < 0 || widths[at] >= widths[widest]) ? at : widest;
            }

            if (widest < 0)
            {
                break;
            }

            widths[widest]--;
            excess--;
        }

        return widths;
    }

    private static string Row(IReadOnlyList<ViewColumn> columns, int[] shown, int[] widths, string[] texts)
    {
        List<string> parts = [];
        for (int at = 0; at < texts.Length; at++)
        {
            string text = CellText.IsText(columns[shown[at]].Unit)
                ? TerminalText.KeepStart(texts[at], widths[at])
                : texts[at];
            string padding = new(' ', Math.Max(0, widths[at] - TerminalText.Columns(text)));
            parts.Add(CellText.IsNumeric(columns[shown[at]].Unit) ? padding + text : text + padding);
        }

        return Indent + string.Join(new string(' ', Gap), parts);
    }
}
