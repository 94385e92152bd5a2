namespace Contrail.Analysis.Findings;

/// <summary>
/// Commands of next steps, which work as they are printed. What is from a file or is the user's is one word of a
/// shell: a name cannot add a command.
/// </summary>
internal static class CommandText
{
    private const string Plain = "/._-+:@%,";

    /// <summary>The command that shows who calls a method.</summary>
    public static string Callers(string method) => $"contrail view callers FILE --method {Quoted(method)}";

    /// <summary>A path as one word of a shell that is no option, in quotes only if it needs them.</summary>
    public static string PathWord(string path) =>
        path.StartsWith('-') ? PathWord("./" + path)
        : path.Length > 0 && path.All(one => char.IsAsciiLetterOrDigit(one) || Plain.Contains(one)) ? path
        : Quoted(path);

    // A quote ends the quoted part, follows as itself, and begins the next part.
    private static string Quoted(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
