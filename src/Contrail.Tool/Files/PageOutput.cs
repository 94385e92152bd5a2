using Contrail.Tool.Text;
using Spectre.Console;

namespace Contrail.Tool.Files;

/// <summary>Where the contents of a file are written.</summary>
/// <param name="Output">Receives data, such as JSON.</param>
/// <param name="Error">Receives the line about a file that cannot be read, or is damaged.</param>
/// <param name="Console">Receives pages.</param>
internal sealed record PageOutput(TextWriter Output, TextWriter Error, IAnsiConsole Console)
{
    /// <summary>Creates the output of a command.</summary>
    public static PageOutput Of(TextWriter output, TextWriter error) => new(output, error, OutputConsole.Of(output));
}
