using Xunit;

namespace Contrail.Tests.Tidy;

/// <summary>The word list on snippets that break it, and on the nearest ones that do not.</summary>
public sealed class PlainWordTests
{
    private const string Path = "src/Contrail.Tool/Snippet.cs";

    [Theory]
    [InlineData("// Tells the size.", 1)]
    [InlineData("/// <summary>Nobody reads it.</summary>\nsealed class C { }", 1)]
    [InlineData("/// <summary>A list of\n/// ours.</summary>\nsealed class C { }", 1)]
    [InlineData("string s = \"the file says so\";", 1)]
    [InlineData("string s = $\"{1} given up\";", 1)]
    [InlineData("int told = 1;", 1)]
    [InlineData("void It_is_told_again() { }", 1)]
    [InlineData("bool wasTold;", 1)]
    [InlineData("// The block behind it.", 1)]
    [InlineData("// The stream is 5 s behind. Reports the size. Stop-the-world pauses, forever, besides.", 0)]
    [InlineData("int retold = 1, Stop_the_world = 2, isKnown = 3;", 0)]
    public void Comments_literals_and_names_are_checked(string code, int count) =>
        Assert.Equal(count, PlainWords.InCode(CodeFile.Parse(Path, code)).Count());

    [Theory]
    [InlineData("README.md", 1)]
    [InlineData("CHANGELOG.md", 1)]
    [InlineData("decisions/0001-a.md", 1)]
    [InlineData("bench/a.sh", 1)]
    [InlineData("contrail", 1)]
    [InlineData("LICENSE", 0)]
    public void Documents_and_scripts_are_checked(string path, int count) =>
        Assert.Equal(count, PlainWords.InDocuments(new TextFile(path, "A line.\nIt waits in vain.")).Count());
}
