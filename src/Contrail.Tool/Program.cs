namespace Contrail.Tool;

/// <summary>The tool's entry point.</summary>
internal static class Program
{
    private static int Main(string[] arguments) => CommandLine.Run(arguments, Console.Out, Console.Error);
}
