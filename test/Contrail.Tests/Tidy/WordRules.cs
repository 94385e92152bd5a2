using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Contrail.Tests.Tidy;

/// <summary>What a file must not contain.</summary>
internal static partial class WordRules
{
    private static readonly string[] HostsThatMayBeNamed =
    [
        "127.0.0.1", "localhost", "github.com", "keepachangelog.com", "semver.org", "learn.microsoft.com",
        "www.speedscope.app", "profiler.firefox.com", "ui.perfetto.dev", "opentelemetry.io", "www.w3.org",
    ];

    /// <summary>Work that is only wished for has an issue, or it is forgotten.</summary>
    public static IEnumerable<string> OpenEnds(CodeFile file) =>
        from trivia in file.Syntax.DescendantTrivia(descendIntoTrivia: true)
        where trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
            || SyntaxFacts.IsDocumentationCommentTrivia(trivia.Kind())
        where OpenEnd().IsMatch(trivia.ToFullString())
        select file.At(trivia.SpanStart, "an open end without the number of an issue");

    /// <summary>Memory is touched without checks in one folder only, where every line proves its bounds.</summary>
    public static IEnumerable<string> UncheckedMemory(CodeFile file) =>
        file.Path.Contains("/Bytes/", StringComparison.Ordinal)
            ? []
            : from token in file.Syntax.DescendantTokens()
              where token.IsKind(SyntaxKind.UnsafeKeyword)
                  || (token.IsKind(SyntaxKind.IdentifierToken) && token.Text is "Unsafe" or "MemoryMarshal")
              select file.At(token, $"{token.Text} outside Bytes/");

    /// <summary>A path that only one machine has.</summary>
    public static IEnumerable<string> MachinePaths(TextFile file) =>
        from index in Enumerable.Range(0, file.Lines.Length)
        where MachinePath().IsMatch(file.Lines[index])
        select $"{file.Path}:{index + 1}: a path of one machine";

    /// <summary>
    /// Packages are restored from whatever source a machine is configured for; other links are few and known.
    /// </summary>
    public static IEnumerable<string> ForeignHosts(TextFile file) =>
        from index in Enumerable.Range(0, file.Lines.Length)
        from Match link in Link().Matches(file.Lines[index])
        let host = link.Groups["host"].Value
        where host.Contains('.') && !HostsThatMayBeNamed.Contains(host)
        select $"{file.Path}:{index + 1}: a link to {host}";

    /// <summary>The documents that a file refers to.</summary>
    public static IEnumerable<string> DocumentsNamed(TextFile file) =>
        Document().Matches(file.Text).Select(match => match.Value.TrimEnd('.', '/'));

    [GeneratedRegex(@"\b(TODO|FIXME|HACK)\b(?!\s*\(?#\d)")]
    private static partial Regex OpenEnd();

    [GeneratedRegex(@"(?<![\w.}\])*])/(?:home|root|Users|work|mnt)/\w|\b[A-Z]:\\\\?Users")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"https?://(?<host>[\w.-]+)")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<![\w/])docs/[\w./-]+")]
    private static partial Regex Document();
}
