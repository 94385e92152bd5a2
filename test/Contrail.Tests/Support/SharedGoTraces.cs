using Xunit;

namespace Contrail.Tests.Support;

/// <summary>
/// Traces of real Go programs and Go's own test traces. They are not ours to ship: they lie in a folder beside the
/// repository, or nowhere.
/// </summary>
internal static class SharedGoTraces
{
    private static readonly string Folder =
        Path.GetFullPath(Path.Combine(Tidy.Tree.Root, "..", "shared", "data", "go"));

    /// <summary>The folder of that name; skips the test where there is none.</summary>
    public static string Require(string name)
    {
        string path = Path.Combine(Folder, name);
        Assert.SkipUnless(
            Directory.Exists(path), $"the Go traces are not here: {Path.Combine("..", "shared", "data", "go", name)}");
        return path;
    }

    /// <summary>The files of a folder; one that says that it is missing, so that a test can skip.</summary>
    public static TheoryData<string> Names(string name, string pattern)
    {
        string path = Path.Combine(Folder, name);
        return Directory.Exists(path)
            ? [.. Directory.EnumerateFiles(path, pattern).Select(file => Path.GetFileName(file)!).Order()]
            : ["none"];
    }
}
