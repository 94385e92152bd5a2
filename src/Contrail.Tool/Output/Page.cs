using Contrail.Analysis.Views;
using Spectre.Console;

namespace Contrail.Tool.Output;

/// <summary>How a line is meant, so that a terminal can colour it; in a pipe it makes no difference.</summary>
internal enum Tone
{
    Usual,
    Quiet,
    Warning,
}

/// <summary>
/// A page of facts: a column of labels, and beside it lines of at most 100 columns in all. Texts from a file are
/// cleaned here, so that no line of a page can do anything but be read.
/// </summary>
internal sealed class Page
{
    /// <summary>Fits half a wide screen; longer lines are cut.</summary>
    public const int Columns = 100;

    private const int LabelColumns = 12;

    private readonly List<(string Label, string Line, Tone Tone)> _lines = [];

    public Page Add(string label, string line, Tone tone = Tone.Usual)
    {
        _lines.Add((label, FileWords.Clean(line, Columns - LabelColumns), tone));
        return this;
    }

    /// <summary>One more line under the same label.</summary>
    public Page More(string line, Tone tone = Tone.Usual) => Add("", line, tone);

    /// <summary>A line of a list: a figure, right-aligned, and what it counts.</summary>
    public Page Item(long count, string what) => More($"{Plain.Count(count),9}  {what}");

    /// <summary>"1 frame", "2 frames".</summary>
    public static string Counted(long count, string what) => $"{Plain.Count(count)} {what}{(count == 1 ? "" : "s")}";

    /// <summary>"first (2), second (1)".</summary>
    public static string Named(IEnumerable<NamedCount> counts) =>
        string.Join(", ", counts.Select(named => $"{named.Name} ({Plain.Count(named.Count)})"));

    /// <summary>A list with what stands before it; nothing for an empty one.</summary>
    public static string Listed(string before, IEnumerable<string> words)
    {
        string listed = string.Join(", ", words);
        return listed.Length > 0 ? before + listed : "";
    }

    /// <summary>An empty line.</summary>
    public Page Gap()
    {
        _lines.Add(("", "", Tone.Usual));
        return this;
    }

    public void Write(IAnsiConsole console)
    {
        // Where nobody looks, a width is a guess: the page keeps to its own.
        if (console.Profile.Width < Columns && !console.Profile.Out.IsTerminal)
        {
            console.Profile.Width = Columns;
        }

        foreach ((string label, string line, Tone tone) in _lines)
        {
            string gap = line.Length == 0 ? "" : new string(' ', Math.Max(1, LabelColumns - label.Length));
            console.Write(new Text(label, new Style(decoration: Decoration.Bold)));
            console.Write(new Text(gap + line, StyleOf(tone)));
            console.WriteLine();
        }
    }

    private static Style StyleOf(Tone tone) => tone switch
    {
        Tone.Warning => new Style(Color.Yellow),
        Tone.Quiet => new Style(decoration: Decoration.Dim),
        _ => Style.Plain,
    };
}
