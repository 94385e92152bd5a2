using System.Text;
using Spectre.Console;

namespace Contrail.Tests.Support;

/// <summary>What Spectre.Console takes for a terminal of a given width.</summary>
internal sealed class TerminalOutput(TextWriter writer, int width) : IAnsiConsoleOutput
{
    public TextWriter Writer => writer;

    public bool IsTerminal => true;

    public int Width => width;

    public int Height => 24;

    public void SetEncoding(Encoding encoding)
    {
        // Characters are collected as they are.
    }
}
