using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Contrail.Tests.Tidy;

/// <summary>Neutral rooms name no format, and formats do not know each other.</summary>
internal static partial class NeutralityRules
{
    private static readonly string[] NeutralRooms =
    [
        .. new[] { "Bytes", "Formats", "Ring", "Snapshots", "Redaction", "Files", "Triggers" }
            .Select(room => $"src/Contrail.Core/{room}/"),
        .. new[] { "Machine", "Sources", "Storage", "Capture", "Snapshots" }.Select(room => $"src/Contrail/{room}/"),
        .. new[] { "Model", "Views", "Findings", "Export" }.Select(room => $"src/Contrail.Analysis/{room}/"),
    ];

    /// <summary>Names of a format in a neutral room.</summary>
    public static IEnumerable<string> FormatsInNeutralRooms(CodeFile file) =>
        NeutralRooms.Any(room => file.Path.StartsWith(room, StringComparison.Ordinal))
            ? from token in file.Syntax.DescendantTokens()
              where token.IsKind(SyntaxKind.IdentifierToken) && FormatName().IsMatch(token.Text)
              select file.At(token, $"{token.Text} names a format in a neutral room")
            : [];

    /// <summary>Names of one format in the folder of another.</summary>
    public static IEnumerable<string> FormatsInOtherFormats(CodeFile file)
    {
        Regex? other = file.Path.Contains("/NetTrace/", StringComparison.Ordinal) ? GoName()
            : file.Path.Contains("/GoTrace/", StringComparison.Ordinal) ? NetName()
            : null;
        return file.Path.StartsWith("src/", StringComparison.Ordinal) && other is not null
            ? from token in file.Syntax.DescendantTokens()
              where token.IsKind(SyntaxKind.IdentifierToken) && other.IsMatch(token.Text)
              select file.At(token, $"{token.Text} names another format")
            : [];
    }

    [GeneratedRegex("^I?(NetTrace|EventPipe|GoTrace|Goroutine|Go[A-Z])")]
    private static partial Regex FormatName();

    [GeneratedRegex("^I?(GoTrace|Go[A-Z])")]
    private static partial Regex GoName();

    [GeneratedRegex("^I?(NetTrace|EventPipe)")]
    private static partial Regex NetName();
}
