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
    private const string Indent = "  ";
    private const string AllZero = "All known values are 0.";
    private const string PlaceIndent = "        ";
    private const string SamePlaces = PlaceIndent + "same place as above";

    private readonly LineOutput _lines = new(console);
    private int _tableCount;

    private int? Width => _lines.Width;

    /// <summary>Writes a line.</summary>
    public void Line(string line, Tone tone = Tone.Usual) => _lines.Line(line, tone);

    /// <summary>Writes a table.</summary>
    public void Write(ViewTable table)
    {
        Line(table.Description.Title);
        if (table.Description.IsSeries)
        {
            List<string> lines = SeriesText.Lines(table, cells);
            (lines.Count > 0 ? lines : [AllZero]).ForEach(line => Line(Indent + line));
            return;
        }

        IReadOnlyList<ViewColumn> columns = table.Description.Columns;
        int[] shown = [.. Enumerable.Range(0, columns.Count).Where(index => columns[index].Unit != ViewUnit.Stack)];
        int maxRows = _tableCount++ == 0 ? form.MaxRows : form.MaxRowsOfOthers;
        List<string[]> rows = [.. table.Rows.Take(maxRows).Select(row => Cells(columns, shown, row))];
        string[] titles = [.. shown.Select(index => columns[index].Title)];
        RowLayout layout = new([.. shown.Select(index => columns[index].Unit)], [titles, .. rows], Width);
        layout.Lines(titles).ToList().ForEach(line => Line(line, Tone.Quiet));
        List<string> shownPlaces = [];
        for (int index = 0; index < rows.Count; index++)
        {
            layout.Lines(rows[index]).ToList().ForEach(line => Line(line));
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
                foreach (string line in RowLayout.Wrap($"{title} {stacks.Chain(stack)}", PlaceIndent, Width))
                {
                    yield return line;
                }

                continue;
            }

            yield return PlaceIndent + title;
            foreach (string frame in stacks.Whole(stack))
            {
                yield return PlaceIndent + Indent + frame;
            }
        }
    }
}
