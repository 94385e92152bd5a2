namespace Contrail.Tool;

/// <summary>The tool's entry point.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        RuntimeSettings.SetAside();
        return CommandLine.Run(arguments, Console.Out, Console.Error);
    }
}
