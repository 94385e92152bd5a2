using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Contrail.Tests.Tidy;

/// <summary>
/// Bytes pass the stages in one order, and a stage uses only stages before it. A file's uses are found in its usings,
/// in qualified names, and in types of its project's root, which need no using.
/// </summary>
internal sealed class StageRules
{
    private readonly ILookup<string, string> _typesByNamespace;
    private readonly ILookup<string, string> _pathsByType;
    private readonly IReadOnlyList<ProjectRow> _projects;

    public StageRules(IReadOnlyList<ProjectRow> projects, IReadOnlyCollection<CodeFile> code)
    {
        _projects = projects;
        _pathsByType = code
            .SelectMany(file => file.TopLevelTypes.Select(type => (file.Path, Name: type.Identifier.Text)))
            .ToLookup(type => type.Name, type => type.Path);
        _typesByNamespace = code
            .SelectMany(file => file.TopLevelTypes.Select(type => (file.Namespace, Name: type.Identifier.Text)))
            .ToLookup(type => type.Namespace, type => type.Name);
    }

    /// <summary>A file's uses of later stages; also a folder that is not a stage.</summary>
    public IEnumerable<string> Violations(CodeFile file)
    {
        string[] folders = file.Path.Split('/');
        ProjectRow? project = _projects.FirstOrDefault(row => folders[0] == "src" && folders[1] == row.Name);
        if (project is null || project.Stages.Count == 0 || folders.Length < 4)
        {
            return [];
        }

        int stage = IndexOf(project, folders[2]);
        return stage < 0
            ? [$"{file.Path}: {folders[2]} is no stage of {project.Name}"]
            : Uses(file, project)
                .Where(use => use.Stage > stage)
                .Select(use => file.At(use.Node, $"{folders[2]} uses {use.What}, which is a later stage"));
    }

    private IEnumerable<(SyntaxNode Node, int Stage, string What)> Uses(CodeFile file, ProjectRow project)
    {
        foreach (UsingDirectiveSyntax directive in file.Syntax.DescendantNodes().OfType<UsingDirectiveSyntax>())
        {
            string name = directive.NamespaceOrType.ToString();
            yield return (directive, StageOf(project, name), name);
        }

        foreach (SyntaxNode node in file.Syntax.DescendantNodes(node => node is not UsingDirectiveSyntax))
        {
            string? used = node switch
            {
                QualifiedNameSyntax or MemberAccessExpressionSyntax =>
                    QualifiedNamespace(node.ToString(), file.Namespace),
                IdentifierNameSyntax name => RootType(name, project),
                _ => null,
            };
            if (used is not null)
            {
                yield return (node, StageOf(project, used), used);
            }
        }
    }

    // "Ring.TraceRecording.Append" in Contrail.Core.Symbols is found as Contrail.Core.Ring.
    private string? QualifiedNamespace(string chain, string from)
    {
        string[] parts = chain.Split('.');
        for (string? around = from; around is not null; around = Parent(around))
        {
            for (int count = 1; count < parts.Length; count++)
            {
                string candidate = string.Join('.', parts.Take(count).Prepend(around).Where(part => part.Length > 0));
                if (_typesByNamespace[candidate].Contains(parts[count].Split('<')[0]))
                {
                    return candidate;
                }
            }
        }

        return null;
    }

    private string? RootType(IdentifierNameSyntax name, ProjectRow project)
    {
        bool isMember = (name.Parent is MemberAccessExpressionSyntax access && access.Name == name)
            || name.Parent is MemberBindingExpressionSyntax
            || (name.Parent is AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } set
                && set.Left == name);
        string type = name.Identifier.Text;
        if (isMember || !_typesByNamespace[project.Name].Contains(type))
        {
            return null;
        }

        // Public types are in one namespace, whatever their folder is.
        string? path = _pathsByType[type].FirstOrDefault(
            path => path.StartsWith($"src/{project.Name}/", StringComparison.Ordinal));
        string[] folders = path?.Split('/') ?? [];
        return folders.Length > 3 ? $"{project.Name}.{folders[2]}" : path is null ? null : $"{project.Name}.{type}";
    }

    /// <summary>The position of a namespace in the order; the project's root is after all stages.</summary>
    private static int StageOf(ProjectRow project, string name)
    {
        string prefix = project.Name + ".";
        if (!name.StartsWith(prefix, StringComparison.Ordinal))
        {
            return -1;
        }

        string folder = name[prefix.Length..].Split('.')[0];
        int stage = IndexOf(project, folder);
        bool isOtherProject = project.Name == "Contrail" && folder is "Core" or "Analysis" or "Agent" or "Tool";
        return stage >= 0 || isOtherProject ? stage : project.Stages.Count;
    }

    private static int IndexOf(ProjectRow project, string stage) => project.Stages.ToList().IndexOf(stage);

    private static string? Parent(string name) =>
        name.Length == 0 ? null : name.Contains('.') ? name[..name.LastIndexOf('.')] : "";
}
