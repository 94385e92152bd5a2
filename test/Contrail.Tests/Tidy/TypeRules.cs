using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Contrail.Tests.Tidy;

/// <summary>How types are declared and called.</summary>
internal static class TypeRules
{
    /// <summary>A status or a small value above the type it belongs to; what is larger has a file of its own.</summary>
    private const int MaxCompanionLines = 25;

    private static readonly string[] EmptyWords = ["Manager", "Helper", "Helpers", "Util", "Utils", "Info", "Data"];

    public static IEnumerable<string> OpenClasses(CodeFile file) =>
        from type in file.Types
        where IsClass(type) && !type.Modifiers.Any(IsClosing)
        select file.At(type, $"{type.Identifier} is neither sealed nor static nor abstract");

    public static IEnumerable<string> EmptyNames(CodeFile file) =>
        from type in file.Types
        let name = type.Identifier.Text
        where EmptyWords.Any(word => name.EndsWith(word, StringComparison.Ordinal))
            || name.StartsWith("Process", StringComparison.Ordinal)
        select file.At(type, $"{name} has no meaning");

    /// <summary>A file whose name is not that of its type: Type.cs, or Type.Part.cs for a part.</summary>
    public static IEnumerable<string> FilesOfOtherNames(CodeFile file)
    {
        string name = Path.GetFileName(file.Path).Split('.')[0];
        return file.TopLevelTypes.Count == 0 || file.TopLevelTypes.Any(type => type.Identifier.Text == name)
            ? []
            : [$"{file.Path}: contains {file.TopLevelTypes[^1].Identifier.Text}"];
    }

    public static IEnumerable<string> SeveralTypes(CodeFile file)
    {
        if (file.TopLevelTypes.Count(IsPublic) > 1)
        {
            yield return file.At(file.TopLevelTypes[^1], "a second public type");
        }

        foreach (BaseTypeDeclarationSyntax companion in file.TopLevelTypes.SkipLast(1))
        {
            if (file.TopLevelTypes.Count > 2 || file.LineCount(companion) > MaxCompanionLines)
            {
                yield return file.At(companion, $"{companion.Identifier} is no tiny companion of the type below it");
            }
        }
    }

    private static bool IsClass(BaseTypeDeclarationSyntax type) =>
        type is ClassDeclarationSyntax
        || (type is RecordDeclarationSyntax && type.IsKind(SyntaxKind.RecordDeclaration));

    private static bool IsClosing(SyntaxToken modifier) =>
        modifier.Kind() is SyntaxKind.SealedKeyword or SyntaxKind.StaticKeyword or SyntaxKind.AbstractKeyword;

    private static bool IsPublic(BaseTypeDeclarationSyntax type) =>
        type.Modifiers.Any(modifier => modifier.IsKind(SyntaxKind.PublicKeyword));
}
