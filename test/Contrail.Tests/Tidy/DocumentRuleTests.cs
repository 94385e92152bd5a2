using Xunit;

namespace Contrail.Tests.Tidy;

/// <summary>Documents refer to what exists, and the rules find what does not.</summary>
public sealed class DocumentRuleTests
{
    [Fact]
    public void Every_link_of_a_document_resolves() =>
        Assert.Empty(Tree.Files.SelectMany(file => DocumentRules.BrokenLinks(file, Exists)));

    [Fact]
    public void Every_command_and_option_in_a_document_exists() =>
        Assert.Empty(Tree.Files.SelectMany(DocumentRules.UnknownCommands));

    [Theory]
    [InlineData("[a](b.md)", 0)]
    [InlineData("[a](b.md#part), [c](../README.md), [d](#part), [e](https://github.com/x)", 0)]
    [InlineData("[a](c.md)", 1)]
    [InlineData("[a](../b.md)", 1)]
    public void A_link_to_a_missing_file_is_found(string text, int count) =>
        Assert.Equal(count, DocumentRules.BrokenLinks(
            new TextFile("text/a.md", text), path => path is "text/b.md" or "README.md").Count());

    [Theory]
    [InlineData("`contrail record --pid 4242 -o x`", 0)]
    [InlineData("contrail record --pid 4242 -- dotnet --version", 0)]
    [InlineData("./contrail build", 0)]
    [InlineData("how contrail works", 0)]
    [InlineData("`contrail recall x`", 1)]
    [InlineData("$ contrail info x --summarize", 1)]
    public void A_missing_command_or_option_is_found(string text, int count) =>
        Assert.Equal(count, DocumentRules.UnknownCommands(new TextFile("a.md", text)).Count());

    private static bool Exists(string path) => Path.Exists(Path.Combine(Tree.Root, path));
}
