using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Contrail.Tests.Tidy;

/// <summary>What is read at one glance stays that small.</summary>
internal static class SizeRules
{
    public const int MaxFileLines = 300;
    public const int MaxMethodLines = 40;
    public const int MaxColumns = 120;

    public static IEnumerable<string> LongFiles(CodeFile file)
    {
        int count = file.Source.Lines.Length;
        if (count > MaxFileLines)
        {
            yield return $"{file.Path}: {count} lines";
        }
    }

    public static IEnumerable<string> LongMethods(CodeFile file)
    {
        foreach (SyntaxNode method in file.Syntax.DescendantNodes().Where(IsMethod))
        {
            int count = file.LineCount(method);
            if (count > MaxMethodLines)
            {
                yield return file.At(method, $"a method of {count} lines");
            }
        }

        // A program without a Main is a method too.
        GlobalStatementSyntax[] statements = [.. file.Syntax.Members.OfType<GlobalStatementSyntax>()];
        int statementLines = statements.Sum(file.LineCount);
        if (statementLines > MaxMethodLines)
        {
            yield return file.At(statements[0], $"{statementLines} lines of statements");
        }
    }

    /// <summary>Classes whose parts, in files of their own, are too long together.</summary>
    public static IEnumerable<string> LongClasses(IEnumerable<CodeFile> code) =>
        from part in code.SelectMany(file => file.TopLevelTypes.Select(type => (File: file, Type: type)))
        group part by (part.File.Namespace, part.Type.Identifier.Text) into type
        let count = type.Sum(part => part.File.LineCount(part.Type))
        where count > MaxFileLines
        let path = type.MinBy(part => part.File.Path.Length).File.Path
        select $"{path}: {type.Key.Text} has {count} lines in {type.Count()} files";

    public static IEnumerable<string> WideLines(CodeFile file)
    {
        for (int index = 0; index < file.Source.Lines.Length; index++)
        {
            int columns = file.Source.Lines[index].Length;
            if (columns > MaxColumns)
            {
                yield return $"{file.Path}:{index + 1}: {columns} columns";
            }
        }
    }

    public static IEnumerable<string> Regions(CodeFile file) =>
        from trivia in file.Syntax.DescendantTrivia()
        where trivia.IsKind(SyntaxKind.RegionDirectiveTrivia)
        select file.At(trivia.SpanStart, "a region");

    private static bool IsMethod(SyntaxNode node) =>
        node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax
            or PropertyDeclarationSyntax { ExpressionBody: not null };
}
