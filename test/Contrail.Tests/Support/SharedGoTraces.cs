using Xunit;

namespace Contrail.Tests.Support;

/// <summary>
/// Traces of real Go programs and Go's own test traces. They cannot be shipped with Contrail: they are in a folder next
/// to the repository, or missing.
/// </summary>
internal static class SharedGoTraces
{
    private static readonly string Folder =
        Path.GetFullPath(Path.Combine(Tidy.Tree.Root, "..", "shared", "data", "go"));

    /// <summary>The folder of that name; skips the test where it is missing.</summary>
    public static string Require(string name)
    {
        string path = Path.Combine(Folder, name);
        Assert.SkipUnless(
            Directory.Exists(path), $"the Go traces are not here: {Path.Combine("..", "shared", "data", "go", name)}");
        return path;
    }

    /// <summary>The files of a folder; a placeholder if it is missing, so that a test can skip.</summary>
    public static TheoryData<string> Names(string name, string pattern)
    {
        string path = Path.Combine(Folder, name);
        return Directory.Exists(path)
            ? [.. Directory.EnumerateFiles(path, pattern).Select(file => Path.GetFileName(file)!).Order()]
            : ["none"];
    }
}
