namespace Contrail.Tests.Tidy;

/// <summary>The library's example, where a reader finds it and where it is compiled.</summary>
internal static class ReadmeExample
{
    private const string Begin = "// The example in README.md:";
    private const string End = "// End of the example.";

    /// <summary>The first C# block of a document.</summary>
    public static string InText(TextFile document) =>
        string.Join('\n', document.Lines
            .SkipWhile(line => line != "```csharp").Skip(1)
            .TakeWhile(line => line != "```"));

    /// <summary>The lines between the two marks, moved to the left margin.</summary>
    public static string InCode(TextFile code)
    {
        string[] lines = [.. code.Lines
            .SkipWhile(line => line.Trim() != Begin).Skip(1)
            .TakeWhile(line => line.Trim() != End)];
        int indent = lines.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line.Length == 0 ? "" : line[indent..]));
    }
}
