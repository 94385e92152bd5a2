using Contrail.Analysis.Model;
using Contrail.Analysis.Views;
using Spectre.Console;

namespace Contrail.Tool.Text;

/// <summary>The emphasis of a line, shown as a color on a terminal and ignored in a pipe.</summary>
internal enum Tone
{
    Usual,
    Quiet,
    Warning,
}

/// <summary>
/// A page of facts: a column of labels and a column of lines. Text from a file is sanitized here, so that no line can
/// control the terminal. Lines are cut to the width of a terminal, but not in a pipe or a file.
/// </summary>
internal sealed class Page
{
    private const int LabelColumns = 12;

    private readonly List<(string Label, PageLine Line, Tone Tone)> _lines = [];

    /// <summary>Finds the source of the places on the page; null to leave it out.</summary>
    public ISourceLines? Lines { get; init; }

    public Page Add(string label, string line, Tone tone = Tone.Usual) =>
        Add(label, new PageLine(TerminalSanitizer.Clean(line), "", ""), tone);

    /// <summary>Adds a line under the same label.</summary>
    public Page More(string line, Tone tone = Tone.Usual) => Add("", line, tone);

    /// <summary>Adds a list line: a right-aligned count and what it counts.</summary>
    public Page Item(long count, string what) => More($"{NumberFormat.Count(count),9}  {what}");

    /// <summary>Adds a list line: a right-aligned count, the counted name, and details.</summary>
    public Page NamedItem(long count, string name, string after = "") =>
        NamedMore($"{NumberFormat.Count(count),9}  ", name, after);

    /// <summary>Adds a line under the same label: a name, and the text before and after it.</summary>
    public Page NamedMore(string before, string name, string after = "", Tone tone = Tone.Usual) =>
        Add(
            "",
            new PageLine(
                TerminalSanitizer.Clean(before), TerminalSanitizer.Clean(name), TerminalSanitizer.Clean(after)),
            tone);

    /// <summary>Formats a count with its unit: "1 frame", "2 frames".</summary>
    public static string Counted(long count, string what)
    {
        string plural = what.EndsWith('s') ? "es" : "s";
        return $"{NumberFormat.Count(count)} {what}{(count == 1 ? "" : plural)}";
    }

    /// <summary>Formats named counts: "first (2), second (1)".</summary>
    public static string Named(IEnumerable<NamedCount> counts) =>
        string.Join(", ", counts.Select(named => $"{named.Name} ({NumberFormat.Count(named.Count)})"));

    /// <summary>Formats a list after a prefix; empty for an empty list.</summary>
    public static string Listed(string before, IEnumerable<string> words)
    {
        string listed = string.Join(", ", words);
        return listed.Length > 0 ? before + listed : "";
    }

    /// <summary>Adds an empty line.</summary>
    public Page Gap() => Add("", new PageLine("", "", ""), Tone.Usual);

    /// <summary>Writes the page, cut to the width of the console if that is a terminal.</summary>
    public void Write(IAnsiConsole console)
    {
        bool isTerminal = console.Profile.Out.IsTerminal;
        foreach ((string label, PageLine line, Tone tone) in _lines)
        {
            string start = line.Whole.Length == 0 ? label : label.PadRight(Math.Max(LabelColumns, label.Length + 1));
            if (!isTerminal)
            {
                // Spectre.Console would wrap lines at a guessed width.
                console.Profile.Out.Writer.WriteLine(start + line.Whole);
                continue;
            }

            console.Write(new Spectre.Console.Text(label, new Style(decoration: Decoration.Bold)));
            string rest = start[label.Length..] + line.Fit(Math.Max(1, console.Profile.Width - start.Length));
            console.Write(new Spectre.Console.Text(rest, PageStyle.Of(tone)));
            console.WriteLine();
        }
    }

    private Page Add(string label, PageLine line, Tone tone)
    {
        _lines.Add((label, line, tone));
        return this;
    }
}
