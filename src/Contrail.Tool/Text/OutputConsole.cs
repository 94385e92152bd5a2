using Spectre.Console;

namespace Contrail.Tool.Text;

/// <summary>Creates the console of a command from its output.</summary>
internal static class OutputConsole
{
    /// <summary>Returns a console that writes colors to a terminal only.</summary>
    public static IAnsiConsole Of(TextWriter output)
    {
        AnsiConsoleOutput target = new(output);
        return AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = target.IsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = target.IsTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Out = target,
        });
    }
}
