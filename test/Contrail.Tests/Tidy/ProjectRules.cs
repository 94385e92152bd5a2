using System.Xml.Linq;

namespace Contrail.Tests.Tidy;

/// <summary>What projects may refer to.</summary>
internal static class ProjectRules
{
    public static IEnumerable<string> ForbiddenReferences(TextFile project, IReadOnlyList<ProjectRow> rows)
    {
        string name = Path.GetFileNameWithoutExtension(project.Path);
        ProjectRow? row = rows.FirstOrDefault(row => row.Name == name);
        if (row is null)
        {
            return [$"{project.Path}: {name} is not in the table of {Architecture.File}"];
        }

        return from reference in Items(project, "ProjectReference")
               let used = Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!)
               where !row.Uses.Contains(used)
               select $"{project.Path}: {name} may not use {used}";
    }

    /// <summary>A package that every user of the project would get too; analyzers are not passed on.</summary>
    public static IEnumerable<string> Packages(TextFile project) =>
        from reference in Items(project, "PackageReference")
        where (string?)reference.Attribute("PrivateAssets") != "all"
        select $"{project.Path}: depends on {(string)reference.Attribute("Include")!}";

    /// <summary>Packages and tools without a documented reason.</summary>
    public static IEnumerable<string> Unexplained(TextFile versions, TextFile tools, TextFile readme)
    {
        IEnumerable<string> packages = Items(versions, "PackageVersion")
            .Select(package => (string)package.Attribute("Include")!);
        using System.Text.Json.JsonDocument manifest = System.Text.Json.JsonDocument.Parse(tools.Text);
        IEnumerable<string> commands = manifest.RootElement.GetProperty("tools").EnumerateObject()
            .Select(tool => tool.Name);
        return [.. packages.Concat(commands)
            .Where(name => !readme.Lines.Any(line => line.StartsWith($"| {name} |", StringComparison.Ordinal)))
            .Select(name => $"{readme.Path} does not contain the reason for {name}")];
    }

    private static IEnumerable<XElement> Items(TextFile project, string name) =>
        XDocument.Parse(project.Text).Descendants(name);
}
