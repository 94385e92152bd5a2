namespace Contrail.Tool.Text;

/// <summary>
/// One line of a page: a name between two texts, each possibly empty. If the line is too wide, the start of the name is
/// cut, because names of one program differ at their ends; a line without a name is cut at its end.
/// </summary>
internal readonly record struct PageLine(string Before, string Name, string After)
{
    /// <summary>The complete line.</summary>
    public string Whole => Before + Name + After;

    /// <summary>Returns the line in at most the given number of terminal columns.</summary>
    public string Fit(int columns)
    {
        int room = Math.Max(1, columns - TerminalText.Columns(Before) - TerminalText.Columns(After));
        string name = TerminalText.KeepEnd(Name, room);
        return TerminalText.KeepStart(Before + name + After, columns);
    }
}
