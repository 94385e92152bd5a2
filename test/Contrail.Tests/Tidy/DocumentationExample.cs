using System.Net;

namespace Contrail.Tests.Tidy;

/// <summary>The examples in the documentation comments of public types.</summary>
internal static class DocumentationExample
{
    private const string Prefix = "///";
    private const string Begin = "<code>";
    private const string End = "</code>";

    /// <summary>The examples of a source file, each with the line before it.</summary>
    public static IEnumerable<(int Line, string Code)> In(TextFile file)
    {
        List<string>? example = null;
        int begin = 0;
        for (int index = 0; index < file.Lines.Length; index++)
        {
            string line = file.Lines[index].TrimStart();
            string text = line.StartsWith(Prefix, StringComparison.Ordinal) ? line[Prefix.Length..].TrimEnd() : "";
            if (text.Trim() == Begin)
            {
                (example, begin) = ([], index + 1);
            }
            else if (text.Trim() == End && example is not null)
            {
                yield return (begin, WebUtility.HtmlDecode(string.Join('\n', example)));
                example = null;
            }
            else
            {
                example?.Add(text.Length > 0 ? text[1..] : "");
            }
        }
    }
}
