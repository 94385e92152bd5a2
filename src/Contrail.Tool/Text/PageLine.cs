namespace Contrail.Tool.Text;

/// <summary>
/// One line of a page: a name between two texts, each of them possibly empty. Where the line is too wide, the name
/// loses its start, because names of one program differ at their ends; a line without a name loses its end.
/// </summary>
internal readonly record struct PageLine(string Before, string Name, string After)
{
    /// <summary>The whole line.</summary>
    public string Whole => Before + Name + After;

    /// <summary>The line in at most so many columns of a terminal.</summary>
    public string Fit(int columns)
    {
        int room = Math.Max(1, columns - TerminalText.Columns(Before) - TerminalText.Columns(After));
        string name = TerminalText.KeepEnd(Name, room);
        return TerminalText.KeepStart(Before + name + After, columns);
    }
}
