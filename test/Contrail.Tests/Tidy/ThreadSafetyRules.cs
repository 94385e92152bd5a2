using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Contrail.Tests.Tidy;

/// <summary>The documentation of a public type states which threads may use it.</summary>
internal static class ThreadSafetyRules
{
    private static readonly string[] Libraries = ["src/Contrail/", "src/Contrail.Core/", "src/Contrail.Analysis/"];
    private static readonly string[] Statements = ["immutable", "thread"];

    /// <summary>Public types whose documentation contains neither "immutable" nor a word about threads.</summary>
    public static IEnumerable<string> Undocumented(CodeFile file) =>
        from type in file.TopLevelTypes
        where Libraries.Any(library => file.Path.StartsWith(library, StringComparison.Ordinal))
        where type.Modifiers.Any(SyntaxKind.PublicKeyword) && NeedsStatement(type)
        let documentation = type.GetLeadingTrivia().ToFullString()
        where !Statements.Any(word => documentation.Contains(word, StringComparison.OrdinalIgnoreCase))
        select file.At(type, $"{type.Identifier} does not document its thread safety");

    // Values of an enum have no state, and an exception belongs to its handler.
    private static bool NeedsStatement(BaseTypeDeclarationSyntax type) =>
        type is not EnumDeclarationSyntax
        && !type.Identifier.Text.EndsWith("Exception", StringComparison.Ordinal);
}
