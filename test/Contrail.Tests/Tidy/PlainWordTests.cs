using Xunit;

namespace Contrail.Tests.Tidy;

/// <summary>The word list on snippets that break it, and on the nearest ones that do not.</summary>
public sealed class PlainWordTests
{
    private const string Clean = "src/Contrail.Tool/Snippet.cs";
    private const string NotYetClean = "test/Contrail.Tests/Snippet.cs";

    [Theory]
    [InlineData("// Tells the size.", 1)]
    [InlineData("/// <summary>Nobody reads it.</summary>\nsealed class C { }", 1)]
    [InlineData("string s = \"the file says so\";", 1)]
    [InlineData("string s = $\"{1} given up\";", 1)]
    [InlineData("// Reports the size. Stop-the-world pauses, forever, besides.", 0)]
    [InlineData("int told = 1;", 0)]
    public void Comments_and_literals_are_checked(string code, int count) =>
        Assert.Equal(count, PlainWords.InCode(CodeFile.Parse(Clean, code)).Count());

    [Fact]
    public void A_folder_that_is_not_listed_is_not_checked() =>
        Assert.Empty(PlainWords.InCode(CodeFile.Parse(NotYetClean, "// Tells the size.")));

    [Theory]
    [InlineData("README.md", 1)]
    [InlineData("CHANGELOG.md", 0)]
    [InlineData("test/a.md", 0)]
    public void Documents_are_checked_except_history(string path, int count) =>
        Assert.Equal(count, PlainWords.InDocuments(new TextFile(path, "A line.\nIt waits in vain.")).Count());
}
