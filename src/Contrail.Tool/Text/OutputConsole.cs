using Spectre.Console;

namespace Contrail.Tool.Text;

/// <summary>Creates the console of a command from its output.</summary>
internal static class OutputConsole
{
    /// <summary>Returns a console that writes colors to a terminal only.</summary>
    public static IAnsiConsole Of(TextWriter output) => Of(new AnsiConsoleOutput(output));

    /// <summary>The same for another kind of output.</summary>
    public static IAnsiConsole Of(IAnsiConsoleOutput target) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = target.IsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
        ColorSystem = target.IsTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        Out = target,
    });
}
