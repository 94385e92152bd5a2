using System.Text;
using Spectre.Console;

namespace Contrail.Tool.Text;

/// <summary>
/// Collects a page for a later write to a descriptor, in the form that it has there: on a terminal with its width and
/// colors, otherwise without both.
/// </summary>
/// <param name="Writer">Receives the page.</param>
/// <param name="IsTerminal">Whether the descriptor is a terminal.</param>
internal sealed record BufferedTerminal(TextWriter Writer, bool IsTerminal) : IAnsiConsoleOutput
{
    private const int UsualWidth = 80;

    /// <inheritdoc/>
    public int Width => IsTerminal && Console.WindowWidth is > 0 and int columns ? columns : UsualWidth;

    /// <inheritdoc/>
    public int Height => int.MaxValue;

    /// <inheritdoc/>
    public void SetEncoding(Encoding encoding)
    {
        // The text is encoded when it is written to the descriptor.
    }
}
