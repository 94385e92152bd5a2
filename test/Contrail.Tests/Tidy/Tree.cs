namespace Contrail.Tests.Tidy;

/// <summary>The repository's own files, as on disk.</summary>
internal static class Tree
{
    private const string RootMark = "Contrail.slnx";

    // The output of building, testing and version control, and packages of others.
    private static readonly string[] NotOurs =
        [".git", "artifacts", "bin", "obj", ".vs", "BenchmarkDotNet.Artifacts", "node_modules"];

    public static string Root { get; } = FindRoot();

    /// <summary>Every text file, by its path from the root, with <c>/</c> between folders.</summary>
    public static IReadOnlyList<TextFile> Files { get; } = [.. Enumerate(new DirectoryInfo(Root))];

    public static IReadOnlyList<CodeFile> Code { get; } =
        [.. Files.Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal)).Select(CodeFile.Parse)];

    public static TextFile File(string path) => Files.Single(file => file.Path == path);

    private static IEnumerable<TextFile> Enumerate(DirectoryInfo folder)
    {
        foreach (FileInfo file in folder.EnumerateFiles())
        {
            // In a second work tree, .git is a file.
            bool isTrace = file.Extension is ".nettrace" or ".partial" or ".trace" or ".user";
            if (!isTrace && file.Name != ".git")
            {
                string path = System.IO.Path.GetRelativePath(Root, file.FullName).Replace('\\', '/');
                yield return new TextFile(path, System.IO.File.ReadAllText(file.FullName));
            }
        }

        foreach (TextFile file in folder.EnumerateDirectories()
            .Where(inner => !NotOurs.Contains(inner.Name))
            .SelectMany(Enumerate))
        {
            yield return file;
        }
    }

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !System.IO.File.Exists(System.IO.Path.Combine(folder.FullName, RootMark)))
        {
            folder = folder.Parent;
        }

        return folder?.FullName
            ?? throw new InvalidOperationException($"No {RootMark} above {AppContext.BaseDirectory}.");
    }
}
