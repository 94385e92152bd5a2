using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Contrail.Tests.Tidy;

/// <summary>
/// Finds words that plain technical English does not use: in comments, string literals and names of source files, and
/// in documents and scripts.
/// </summary>
internal static partial class PlainWords
{
    /// <summary>The files of the rule itself.</summary>
    private static readonly string[] Exempt =
    [
        "test/Contrail.Tests/Tidy/PlainWords.cs",
        "test/Contrail.Tests/Tidy/PlainWordTests.cs",
    ];

    private static readonly string[] Documents =
        [".md", ".sh", ".awk", ".go", ".csproj", ".props", ".targets", ".editorconfig", "/contrail"];

    private static readonly (Regex Word, string Reason)[] Forbidden =
    [
        (Whole("tells?|told|telling"), "data does not tell; it contains, reports or shows"),
        (Whole("says?|said|saying"), "data does not say; it states or reports"),
        (Whole("asks?|asked|asking"), "a caller requests; data does not ask"),
        (Whole("knows|knew"), "data does not know; it contains, or it is known"),
        (Whole("wants?|wanted"), "name what is requested or required"),
        (Whole("stands?|stood"), "use 'is', 'precedes' or 'stops'"),
        (Whole("came|coming|comes? (?!first|from|last|with)\\w+"), "an event arrives, a value is from somewhere"),
        (Whole("nobody|somebody|anybody|everybody|whoever|whom"), "name the user, the caller or the process"),
        (Whole("he|his|him|himself"), "name the user, the caller or the process"),
        (Whole("of ours|of theirs|(?<=to )us"), "name the owner"),
        (Whole("beside"), "use 'next to' or 'in addition to'"),
        (Whole("behind (?:it|its|the|an?|this|that|those|them|every|each|first)"), "use 'after'"),
        (Whole("anew|once more|begun"), "use 'again', 'restart' or 'started'"),
        (Whole("in vain"), "state what fails"),
        (Whole("for ever"), "state that it blocks or never ends"),
        (Whole("lets? go|let go of"), "use 'detach' or 'release'"),
        (Whole("(?:give|gives|gave|given) up"), "use 'cancel' or 'abandon'"),
        (Whole("(?<!stop[- ])the world"), "name the failure or the environment"),
        (Whole("to be had|else none|if not said|the most there (?:is|are|can be)"), "use 'maximum' or 'default'"),
        (Whole("thereof|hence|thence|whence|lest|upon|wholly|of late"), "use the usual word"),
    ];

    /// <summary>Checks the comments, string literals and names of a source file.</summary>
    public static IEnumerable<string> InCode(CodeFile file) =>
        Exempt.Any(path => file.Path.StartsWith(path, StringComparison.Ordinal))
            ? []
            : from text in Texts(file).Concat(Names(file))
              from found in Findings(text.Text)
              select file.At(text.Position, found);

    /// <summary>Checks the lines of a document or script.</summary>
    public static IEnumerable<string> InDocuments(TextFile file) =>
        !Documents.Any(end => ("/" + file.Path).EndsWith(end, StringComparison.Ordinal))
            ? []
            : from index in Enumerable.Range(0, file.Lines.Length)
              from found in Findings(file.Lines[index])
              select $"{file.Path}:{index + 1}: {found}";

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
            .Select(trivia => (trivia.SpanStart, LineBreak().Replace(trivia.ToFullString(), " ")));
        IEnumerable<(int, string)> literals = file.Syntax.DescendantTokens()
            .Where(token => token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.InterpolatedStringTextToken)
            .Select(token => (token.SpanStart, token.Text));
        return comments.Concat(literals);
    }

    // The words of a name, in lower case: IsToldAgain and Is_told_again are "is told again".
    private static IEnumerable<(int Position, string Text)> Names(CodeFile file) =>
        file.Syntax.DescendantTokens()
            .Where(token => token.IsKind(SyntaxKind.IdentifierToken))
            .Select(token => (token.SpanStart, WordStart().Replace(token.Text, " ")));

    private static Regex Whole(string words) => new($@"\b(?:{words})\b", RegexOptions.IgnoreCase);

    [GeneratedRegex(@"\s*\n\s*(?:///? ?)?")]
    private static partial Regex LineBreak();

    [GeneratedRegex("_|(?<=[a-z0-9])(?=[A-Z])")]
    private static partial Regex WordStart();
}
