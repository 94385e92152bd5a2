using Contrail.Tests.Tidy;
using Xunit;

namespace Contrail.Tests.Support;

/// <summary>
/// Compares a text with a file, usually in <c>test/Contrail.Tests/Golden</c>. With the environment variable
/// <c>CONTRAIL_UPDATE_GOLDEN=1</c>, the file is written first.
/// </summary>
internal static class GoldenFile
{
    private const string Folder = "test/Contrail.Tests/Golden";
    private const string Update = "CONTRAIL_UPDATE_GOLDEN";

    /// <summary>Fails if the text differs from the file.</summary>
    /// <param name="name">The path of the file within the folder.</param>
    /// <param name="actual">The text.</param>
    public static void AssertEqual(string name, string actual) => AssertSame($"{Folder}/{name}", actual);

    /// <summary>Fails if the text differs from a file of the project, such as a generated page.</summary>
    /// <param name="file">The path of the file.</param>
    /// <param name="actual">The text.</param>
    public static void AssertSame(string file, string actual)
    {
        string path = Path.Combine(Tree.Root, file);
        if (Environment.GetEnvironmentVariable(Update) == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
        }

        string expected = File.Exists(path) ? File.ReadAllText(path) : "";
        Assert.True(
            expected == actual,
            $"The output differs from {file}. If the change is intended, run this test with {Update}=1 and "
                + $"review the difference. The output is now:\n{actual}");
    }

    /// <summary>Fails if the files of a folder are not exactly the named ones.</summary>
    public static void AssertFiles(string folder, IEnumerable<string> names) =>
        Assert.Equal(
            names.Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(Path.Combine(Tree.Root, Folder, folder))
                .Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
}
