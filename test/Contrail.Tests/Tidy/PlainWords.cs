using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Contrail.Tests.Tidy;

/// <summary>
/// Finds words that plain technical English does not use, in comments, string literals and documents.
/// </summary>
internal static class PlainWords
{
    /// <summary>The folders and documents that are clean. Add one by adding its path from the root.</summary>
    private static readonly string[] CleanPaths =
    [
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "README.md",
        "SECURITY.md",
        "bench/README.md",
        "docs/commands.md",
        "docs/figures.md",
        "docs/formats/go.md",
        "docs/formats/nettrace.md",
        "docs/library.md",
        "docs/limits.md",
        "docs/metrics.md",
        "docs/summary-json.md",
        "src/Contrail.Agent/",
        "src/Contrail.Core/",
        "src/Contrail.Tool/",
        "src/Contrail/EventPipeSource.cs",
        "src/Contrail/FlightRecorder.cs",
        "src/Contrail/FlightRecorderOptions.cs",
        "src/Contrail/GoTraceSource.cs",
        "src/Contrail/PACKAGE.md",
    ];

    private static readonly (Regex Word, string Reason)[] Forbidden =
    [
        (Whole("tells?|told"), "data does not tell; it contains, reports or shows"),
        (Whole("says|said"), "data does not say; it states or reports"),
        (Whole("nobody|somebody|anybody|whoever"), "name the user, the caller or the process"),
        (Whole("beside"), "use 'next to' or 'in addition to'"),
        (Whole("anew"), "use 'again' or 'restart'"),
        (Whole("in vain"), "state what fails"),
        (Whole("of ours"), "name the owner"),
        (Whole("for ever"), "state that it blocks or never ends"),
        (Whole("lets? go of"), "use 'detach' or 'release'"),
        (Whole("(give|gives|gave|given) up"), "use 'cancel' or 'abandon'"),
        (Whole("(?<!-)the world"), "name the failure or the environment"),
    ];

    /// <summary>Checks the comments and string literals of a source file.</summary>
    public static IEnumerable<string> InCode(CodeFile file) =>
        !IsClean(file.Path)
            ? []
            : from text in Texts(file)
              from found in Findings(text.Text)
              select file.At(text.Position, found);

    /// <summary>Checks the lines of a document.</summary>
    public static IEnumerable<string> InDocuments(TextFile file) =>
        !file.Path.EndsWith(".md", StringComparison.Ordinal) || !IsClean(file.Path)
            ? []
            : from index in Enumerable.Range(0, file.Lines.Length)
              from found in Findings(file.Lines[index])
              select $"{file.Path}:{index + 1}: {found}";

    private static bool IsClean(string path) =>
        CleanPaths.Any(clean => path.StartsWith(clean, StringComparison.Ordinal));

    private static IEnumerable<string> Findings(string text) =>
        from rule in Forbidden
        let match = rule.Word.Match(text)
        where match.Success
        select $"'{match.Value}': {rule.Reason}";

    private static IEnumerable<(int Position, string Text)> Texts(CodeFile file)
    {
        IEnumerable<(int, string)> comments = file.Syntax.DescendantTrivia()
            .Where(trivia => trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
                || SyntaxFacts.IsDocumentationCommentTrivia(trivia.Kind()))
            .Select(trivia => (trivia.SpanStart, trivia.ToFullString()));
        IEnumerable<(int, string)> literals = file.Syntax.DescendantTokens()
            .Where(token => token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.InterpolatedStringTextToken)
            .Select(token => (token.SpanStart, token.Text));
        return comments.Concat(literals);
    }

    private static Regex Whole(string words) => new($@"\b(?:{words})\b", RegexOptions.IgnoreCase);
}
