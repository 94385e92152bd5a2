namespace Contrail.Tool.Text;

/// <summary>Writes messages to standard error, so that results on standard output can be piped.</summary>
internal static class Messages
{
    /// <summary>Writes one line with the reason of a failure, and returns its exit code.</summary>
    public static int Failed(string why)
    {
        Console.Error.WriteLine(NumberFormat.OneLine(why));
        return ExitCodes.Failed;
    }

    public static void Note(string line) => Console.Error.WriteLine(NumberFormat.OneLine(line));
}
