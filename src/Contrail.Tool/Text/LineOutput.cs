using Spectre.Console;

namespace Contrail.Tool.Text;

/// <summary>Writes lines: on a terminal in colors and within its width, in a pipe as they are.</summary>
internal sealed class LineOutput(IAnsiConsole console)
{
    private readonly bool _isTerminal = console.Profile.Out.IsTerminal;

    /// <summary>The width of the terminal in columns; null for a pipe or a file.</summary>
    public int? Width => _isTerminal ? console.Profile.Width : null;

    /// <summary>Writes a line; what is beyond the width of a terminal is cut.</summary>
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

    /// <summary>Writes a sentence, sanitized, in as many lines as it needs.</summary>
    public void Wrapped(string indent, string sentence, Tone tone = Tone.Usual)
    {
        foreach (string line in RowLayout.Wrap(TerminalSanitizer.Clean(sentence), indent, Width))
        {
            Line(line, tone);
        }
    }
}
