namespace Contrail.Tests.Tidy;

/// <summary>A project, as the table in ARCHITECTURE.md has it.</summary>
/// <param name="Name">Its name; its folder is <c>src/</c> and this.</param>
/// <param name="Uses">The projects it may refer to.</param>
/// <param name="Stages">Its folders, in the order in which bytes pass them; empty if it has no order.</param>
internal sealed record ProjectRow(string Name, IReadOnlyList<string> Uses, IReadOnlyList<string> Stages);

/// <summary>The order of projects and stages: written once, in ARCHITECTURE.md, and read from there.</summary>
internal static class Architecture
{
    public const string File = "ARCHITECTURE.md";
    private const string Header = "| project | may use | stages, in order |";

    public static IReadOnlyList<ProjectRow> Projects { get; } = Read(Tree.File(File).Lines);

    public static IReadOnlyList<ProjectRow> Read(IEnumerable<string> lines) =>
    [
        .. lines.SkipWhile(line => line != Header).Skip(2)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Select(cells => new ProjectRow(cells[1].Trim('`'), List(cells[2]), List(cells[3]))),
    ];

    private static string[] List(string cell) =>
        [.. cell.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(name => name.Trim('`'))
            .Where(name => name != "–")];
}
