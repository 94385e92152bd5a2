using System.Reflection;

namespace Contrail.Scenarios.Support;

/// <summary>Paths of the repository, relative to this test assembly.</summary>
public static class Repository
{
    private const string RootMark = "Contrail.slnx";

    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Everything built: the folder <c>artifacts</c>.</summary>
    public static string Artifacts { get; } = Path.Combine(Root, "artifacts");

    /// <summary>How this assembly was built, in the folder's spelling: <c>debug</c> or <c>release</c>.</summary>
    public static string Configuration { get; } = typeof(Repository).Assembly
        .GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration.ToLowerInvariant();

    /// <summary>The <c>dotnet</c> that runs these tests.</summary>
    public static string Dotnet { get; } = Path.Combine(FindDotnetRoot(), "dotnet");

    /// <summary>Whether users other than its owner can run its contents.</summary>
    public static bool IsOpenToAllUsers
    {
        get
        {
            DirectoryInfo? folder = new(Root);
            while (folder is not null && folder.UnixFileMode.HasFlag(UnixFileMode.OtherExecute))
            {
                folder = folder.Parent;
            }

            return folder is null;
        }
    }

    private static string FindDotnetRoot()
    {
        // …/shared/Microsoft.NETCore.App/10.0.0/System.Private.CoreLib.dll
        string runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return Path.GetFullPath(Path.Combine(runtime, "..", "..", ".."));
    }

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, RootMark)))
        {
            folder = folder.Parent;
        }

        return folder?.FullName
            ?? throw new InvalidOperationException($"No {RootMark} above {AppContext.BaseDirectory}.");
    }
}
