using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Contrail.Tests.Tidy;

/// <summary>A source file with its syntax; nothing is bound, so it need not compile.</summary>
internal sealed class CodeFile
{
    private CodeFile(TextFile source, CompilationUnitSyntax syntax)
    {
        Source = source;
        Syntax = syntax;
        Types = [.. syntax.DescendantNodes().OfType<BaseTypeDeclarationSyntax>()];
        TopLevelTypes =
            [.. Types.Where(type => type.Parent is BaseNamespaceDeclarationSyntax or CompilationUnitSyntax)];
        Namespace = syntax.Members.OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault()?.Name.ToString() ?? "";
    }

    public TextFile Source { get; }

    public string Path => Source.Path;

    public CompilationUnitSyntax Syntax { get; }

    public string Namespace { get; }

    public IReadOnlyList<BaseTypeDeclarationSyntax> Types { get; }

    public IReadOnlyList<BaseTypeDeclarationSyntax> TopLevelTypes { get; }

    public static CodeFile Parse(TextFile source) =>
        new(source, (CompilationUnitSyntax)CSharpSyntaxTree.ParseText(source.Text).GetRoot());

    public static CodeFile Parse(string path, string text) => Parse(new TextFile(path, text));

    /// <summary>A finding at a place: <c>path:line: what</c>.</summary>
    public string At(SyntaxNode node, string what) => At(node.SpanStart, what);

    public string At(SyntaxToken token, string what) => At(token.SpanStart, what);

    public string At(int position, string what) => $"{Path}:{LineOf(position)}: {what}";

    /// <summary>How many lines a node takes, its attributes and comments apart.</summary>
    public int LineCount(SyntaxNode node)
    {
        SyntaxNodeOrToken first = node.ChildNodesAndTokens()
            .First(child => !child.IsKind(SyntaxKind.AttributeList));
        return LineOf(node.Span.End) - LineOf(first.SpanStart) + 1;
    }

    private int LineOf(int position) => Syntax.SyntaxTree.GetText().Lines.GetLinePosition(position).Line + 1;
}
