using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Contrail.Tests.Tidy;

/// <summary>How the tool is divided: commands do not use each other, and one folder writes JSON.</summary>
internal static class ToolRules
{
    private const string Tool = "src/Contrail.Tool/";
    private const string Suffix = "Command";

    private static readonly string[] Serializers =
        ["JsonSerializer", "JsonSerializerOptions", "Utf8JsonWriter", "JsonNode", "JsonObject", "JsonArray"];

    /// <summary>Commands that use another command.</summary>
    public static IEnumerable<string> CommandsThatUseCommands(CodeFile file) =>
        from token in Identifiers(file, Tool + "Commands/")
        where token.Text.EndsWith(Suffix, StringComparison.Ordinal)
        where token.GetNextToken().IsKind(SyntaxKind.DotToken) && !token.GetPreviousToken().IsKind(SyntaxKind.DotToken)
        where token.Text != Path.GetFileNameWithoutExtension(file.Path)
        select file.At(token, $"uses {token.Text}; move the shared part to Text, Files or Arguments");

    /// <summary>JSON written outside the folder whose types are the contract.</summary>
    public static IEnumerable<string> JsonOutsideItsFolder(CodeFile file) =>
        file.Path.StartsWith(Tool + "Json/", StringComparison.Ordinal)
            ? []
            : from token in Identifiers(file, Tool)
              where Serializers.Contains(token.Text)
              select file.At(token, $"{token.Text} outside Json/");

    private static IEnumerable<SyntaxToken> Identifiers(CodeFile file, string folder) =>
        file.Path.StartsWith(folder, StringComparison.Ordinal)
            ? file.Syntax.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken))
            : [];
}
