using Contrail.Tool.Text;

namespace Contrail.Tool;

/// <summary>The tool's entry point.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        RuntimeSettings.SetAside();
        Console.SetOut(OutputStream.Text(Console.OpenStandardOutput));
        return CommandLine.Run(arguments, Console.Out, Console.Error);
    }
}
