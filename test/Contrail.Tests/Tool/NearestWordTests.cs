using Contrail.Tool.Arguments;
using Xunit;

namespace Contrail.Tests.Tool;

public sealed class NearestWordTests
{
    private static readonly string[] Known = ["ps", "record", "repair", "--profile", "--providers"];

    [Theory]
    [InlineData("recrod", "record")]
    [InlineData("recor", "record")]
    [InlineData("RECORD", "record")]
    [InlineData("repiar", "repair")]
    [InlineData("pd", "ps")]
    [InlineData("--proflie", "--profile")]
    [InlineData("--provider", "--providers")]
    [InlineData("ab", null)]
    [InlineData("frobnicate", null)]
    [InlineData("--process-id", null)]
    [InlineData("", null)]
    public void The_nearest_word_is_found_and_a_distant_one_is_not(string word, string? nearest) =>
        Assert.Equal(nearest, NearestWord.Of(word, Known));

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abc", "abc", 0)]
    [InlineData("abc", "abd", 1)]
    [InlineData("abc", "ac", 1)]
    [InlineData("abc", "acb", 1)]
    [InlineData("abc", "", 3)]
    [InlineData("kitten", "sitting", 3)]
    public void An_edit_is_a_letter_more_or_less_or_another_or_an_exchange(string from, string to, int edits)
    {
        Assert.Equal(edits, NearestWord.Edits(from, to));
        Assert.Equal(edits, NearestWord.Edits(to, from));
    }

    [Fact]
    public void Without_known_words_none_is_near() => Assert.Null(NearestWord.Of("record", []));
}
