using Contrail.Analysis.Views.Tables;

namespace Contrail.Tool.Text;

/// <summary>
/// Lays out the cells of a table. In a limited width, the widest text is cut first; where too little of the texts would
/// be left, they get a line of their own below the numbers. Immutable.
/// </summary>
internal sealed class RowLayout
{
    private const int Gap = 2;
    private const string Indent = "  ";
    private const string TextIndent = "      ";

    /// <summary>A text of which less is left gets a line of its own.</summary>
    private const int MinTextColumns = 24;

    private readonly ViewUnit[] _units;
    private readonly int[] _widths;
    private readonly int? _width;

    /// <param name="units">The units of the cells.</param>
    /// <param name="rows">All rows, the titles first.</param>
    /// <param name="width">The width of the terminal; null for no limit.</param>
    public RowLayout(ViewUnit[] units, IReadOnlyList<string[]> rows, int? width)
    {
        _units = units;
        _width = width;
        _widths = [.. units.Select((_, at) => rows.Max(row => TerminalText.Columns(row[at])))];
        if (width is { } limit)
        {
            IsSplit = !TryFit(limit);
        }
    }

    /// <summary>Whether a row has its texts in a second line.</summary>
    public bool IsSplit { get; }

    /// <summary>The lines of a row.</summary>
    public IEnumerable<string> Lines(string[] cells)
    {
        if (!IsSplit)
        {
            yield return Line(Indent, cells, static _ => true);
            yield break;
        }

        yield return Line(Indent, cells, static unit => !CellText.IsText(unit));
        foreach (string line in Wrapped(string.Join("  ", cells.Where((_, at) => CellText.IsText(_units[at])))))
        {
            yield return line;
        }
    }

    /// <summary>Breaks a line at its spaces where it is too wide; what follows is indented more.</summary>
    public static IEnumerable<string> Wrap(string line, string indent, int? width)
    {
        if (width is not { } limit || TerminalText.Columns(indent + line) <= limit)
        {
            yield return indent + line;
            yield break;
        }

        string current = indent;
        foreach (string word in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            bool fits = TerminalText.Columns(current + " " + word) <= limit;
            if (!fits && current.Trim().Length > 0)
            {
                yield return current;
                current = indent + "  ";
            }

            current += current.Trim().Length > 0 ? " " + word : word;
        }

        yield return current;
    }

    private IEnumerable<string> Wrapped(string texts) => Wrap(texts, TextIndent, _width);

    private string Line(string indent, string[] cells, Func<ViewUnit, bool> isShown)
    {
        List<string> parts = [];
        for (int at = 0; at < cells.Length; at++)
        {
            if (isShown(_units[at]))
            {
                parts.Add(Padded(at, cells[at]));
            }
        }

        return (indent + string.Join(new string(' ', Gap), parts)).TrimEnd();
    }

    private string Padded(int at, string cell)
    {
        string text = CellText.IsText(_units[at]) ? TerminalText.KeepStart(cell, _widths[at]) : cell;
        string padding = new(' ', Math.Max(0, _widths[at] - TerminalText.Columns(text)));
        return CellText.IsNumeric(_units[at]) ? padding + text : text + padding;
    }

    private bool TryFit(int limit)
    {
        int excess = Indent.Length + _widths.Sum() + (Gap * (_widths.Length - 1)) - limit;
        while (excess > 0)
        {
            int widest = -1;
            for (int at = 0; at < _widths.Length; at++)
            {
                bool canShrink = CellText.IsText(_units[at]) && _widths[at] > MinTextColumns;
                widest = canShrink && (widest < 0 || _widths[at] >= _widths[widest]) ? at : widest;
            }

            if (widest < 0)
            {
                return false;
            }

            _widths[widest]--;
            excess--;
        }

        return true;
    }
}
