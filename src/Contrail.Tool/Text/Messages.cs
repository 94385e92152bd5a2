namespace Contrail.Tool.Text;

/// <summary>What the tool says beside its results: on standard error, so that results can be piped.</summary>
internal static class Messages
{
    /// <summary>One line why it failed, and the exit code for that.</summary>
    public static int Failed(string why)
    {
        Console.Error.WriteLine(NumberFormat.OneLine(why));
        return ExitCodes.Failed;
    }

    public static void Note(string line) => Console.Error.WriteLine(NumberFormat.OneLine(line));
}
