namespace Contrail.Tests.Tidy;

/// <summary>The library's example, where a reader finds it and where it is compiled.</summary>
internal static class ReadmeExample
{
    private const string Begin = "// The example in README.md:";
    private const string End = "// End of the example.";

    /// <summary>The C# blocks of a document.</summary>
    public static IEnumerable<string> Blocks(TextFile document)
    {
        IEnumerable<string> rest = document.Lines.SkipWhile(IsNoBegin);
        while (rest.Any())
        {
            yield return string.Join('\n', rest.Skip(1).TakeWhile(line => line != "```"));
            rest = [.. rest.Skip(1).SkipWhile(IsNoBegin)];
        }

        static bool IsNoBegin(string line) => line != "```csharp";
    }

    /// <summary>The first C# block of a document, after its using directives.</summary>
    public static string InText(TextFile document) =>
        string.Join('\n', Blocks(document).First().Split('\n')
            .SkipWhile(line => line.Length == 0 || IsDirective(line)));

    /// <summary>The lines between the two marks, moved to the left margin.</summary>
    public static string InCode(TextFile code)
    {
        string[] lines = [.. code.Lines
            .SkipWhile(line => line.Trim() != Begin).Skip(1)
            .TakeWhile(line => line.Trim() != End)];
        int indent = lines.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line.Length == 0 ? "" : line[indent..]));
    }

    private static bool IsDirective(string line) =>
        line.StartsWith("using ", StringComparison.Ordinal) && !line.Contains('=');
}
