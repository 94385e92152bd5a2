using Spectre.Console;

namespace Contrail.Tests.Support;

/// <summary>A console that is a pipe, or a terminal of a given width without colours.</summary>
internal sealed class PlainConsole : IDisposable
{
    private readonly StringWriter _text = new() { NewLine = "\n" };

    public PlainConsole(int? terminalWidth = null) => Console = AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = AnsiSupport.No,
        ColorSystem = ColorSystemSupport.NoColors,
        Out = terminalWidth is { } width ? new TerminalOutput(_text, width) : new AnsiConsoleOutput(_text),
    });

    public IAnsiConsole Console { get; }

    /// <summary>What was written, with line ends of one character.</summary>
    public string Text => _text.ToString().ReplaceLineEndings("\n");

    public void Dispose() => _text.Dispose();
}
