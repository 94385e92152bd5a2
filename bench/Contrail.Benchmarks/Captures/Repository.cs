namespace Contrail.Benchmarks.Captures;

/// <summary>Paths in the repository, found from the path of this program.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>Built by <c>bench/run.sh</c>.</summary>
    public static string TargetExecutable =>
        Path.Combine(Root, "artifacts", "bin", "Contrail.Target", "release_net10.0", "Contrail.Target");

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Contrail.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName
            ?? throw new InvalidOperationException($"No Contrail.slnx above {AppContext.BaseDirectory}.");
    }
}
