using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Contrail.Tests.Tidy;

/// <summary>Faults are codes in <c>Contrail.Core</c>; sentences are made where they are shown.</summary>
internal static class FaultRules
{
    private static readonly string[] Names = ["Fault", "Refusal", "Contradiction"];

    /// <summary>Members, variables and parameters of <c>Contrail.Core</c> that contain a fault as text.</summary>
    public static IEnumerable<string> FaultsAsText(CodeFile file) =>
        !file.Path.StartsWith("src/Contrail.Core/", StringComparison.Ordinal)
            ? []
            : from node in file.Syntax.DescendantNodes()
              let named = Named(node)
              where named.Type is "string" or "string?" && named.Names.Any(IsFault)
              select file.At(node, $"{named.Names[0]} is a fault as text");

    private static (string? Type, string[] Names) Named(Microsoft.CodeAnalysis.SyntaxNode node) => node switch
    {
        PropertyDeclarationSyntax property => (property.Type.ToString(), [property.Identifier.Text]),
        ParameterSyntax parameter => (parameter.Type?.ToString(), [parameter.Identifier.Text]),
        TupleElementSyntax element => (element.Type.ToString(), [element.Identifier.Text]),
        VariableDeclarationSyntax variables =>
            (variables.Type.ToString(), [.. variables.Variables.Select(variable => variable.Identifier.Text)]),
        _ => (null, [""]),
    };

    private static bool IsFault(string name) =>
        Names.Any(fault => name.EndsWith(fault, StringComparison.OrdinalIgnoreCase));
}
