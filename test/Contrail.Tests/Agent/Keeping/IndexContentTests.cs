using System.Text;
using Contrail.Agent.Keeping;
using CsCheck;
using Xunit;

namespace Contrail.Tests.Agent.Keeping;

/// <summary>Lines of an index: their shape, and hostile ones.</summary>
public sealed class IndexContentTests
{
    private static readonly KeptSnapshot Usual = new(
        "shop-7-20260102T030405.000Z.nettrace", "shop", 7, SnapshotCause.Trigger, "gc-pause>500ms",
        new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), 4096, 0, 10.5);

    private static readonly string Line = Encoding.UTF8.GetString(IndexJson.Line(Usual));

    [Fact]
    public void A_line_has_the_documented_shape() => Assert.Equal(
        """
        {"file":"shop-7-20260102T030405.000Z.nettrace","process":"shop","pid":7,"reason":"trigger",
        "name":"gc-pause\u003E500ms","utc":"2026-01-02T03:04:05Z","bytes":4096,"companionBytes":0,"windowSeconds":10.5}
        """.ReplaceLineEndings(""),
        Line.TrimEnd('\n'));

    [Fact]
    public void A_written_line_is_read()
    {
        IndexContent content = Read(Line + Line.Replace("shop-7", "shop-8", StringComparison.Ordinal));
        Assert.Equal([Usual, Usual with { File = Usual.File.Replace("-7", "-8", StringComparison.Ordinal) }],
            content.OldestFirst);
        Assert.Equal(KeepingProblem.None, content.Problems);
        Assert.True(content.EndsInLine);
    }

    [Fact]
    public void The_longest_line_is_read()
    {
        string name = new('é', IndexJson.MaxNameCharacters);
        string file = new string('\u0001', 246) + ".nettrace";
        KeptSnapshot longest = Usual with { File = file, Process = name, Name = name };
        Assert.Equal([longest], IndexContent.Read(IndexJson.Line(longest), isCut: false).OldestFirst);
    }

    [Theory]
    [InlineData("../a.nettrace")]
    [InlineData("/etc/a.nettrace")]
    [InlineData("a/b.nettrace")]
    [InlineData("..")]
    [InlineData(".nettrace")]
    [InlineData("a\\u0000.nettrace")]
    [InlineData("passwd")]
    [InlineData("contrail-index.jsonl")]
    [InlineData("")]
    public void A_name_that_is_no_trace_in_the_folder_is_damage(string name) =>
        AssertDamaged(Line.Replace(Usual.File, name, StringComparison.Ordinal));

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[[[[[[[[")]
    [InlineData("\u0000\u0001\u0002")]
    [InlineData("{\"file\":")]
    public void A_line_that_is_no_snapshot_is_damage(string line) => AssertDamaged(line + "\n");

    [Theory]
    [InlineData("\"bytes\":4096", "\"bytes\":-1")]
    [InlineData("\"bytes\":4096", "\"bytes\":9000000000000000000")]
    [InlineData("\"companionBytes\":0", "\"companionBytes\":-1")]
    [InlineData("\"process\":\"shop\"", "\"process\":null")]
    [InlineData("\"windowSeconds\":10.5", "\"windowSeconds\":1e999")]
    [InlineData("\"utc\":\"2026", "\"utc\":\"20x6")]
    public void An_impossible_value_is_damage(string part, string changed) =>
        AssertDamaged(Line.Replace(part, changed, StringComparison.Ordinal));

    [Fact]
    public void A_reason_of_a_later_version_is_unknown() => Assert.Equal(
        SnapshotCause.Unknown,
        Assert.Single(Read(Line.Replace("\"trigger\"", "\"later\"", StringComparison.Ordinal)).OldestFirst).Reason);

    [Fact]
    public void Of_two_lines_about_a_file_the_last_one_counts()
    {
        IndexContent content = Read(Line + Line.Replace("4096", "8192", StringComparison.Ordinal));
        Assert.Equal(8192, Assert.Single(content.OldestFirst).Bytes);
        Assert.Equal(KeepingProblem.DamagedLines, content.Problems);
    }

    [Fact]
    public void A_torn_line_is_damage_and_the_rest_is_read()
    {
        IndexContent content = Read(Line + Line[..20]);
        Assert.Equal([Usual], content.OldestFirst);
        Assert.Equal(KeepingProblem.DamagedLines, content.Problems);
        Assert.False(content.EndsInLine);
    }

    [Fact]
    public void The_first_line_of_a_cut_index_is_ignored()
    {
        IndexContent content = IndexContent.Read(Encoding.UTF8.GetBytes(Line[5..] + Line), isCut: true);
        Assert.Equal([Usual], content.OldestFirst);
        Assert.Equal(KeepingProblem.IndexTooLong, content.Problems);
    }

    [Fact]
    public void Only_the_newest_lines_of_a_long_index_are_read()
    {
        string lines = string.Concat(Enumerable.Range(0, IndexContent.MaxLines + 5)
            .Select(index => Line.Replace("shop-7", $"shop-{index}", StringComparison.Ordinal)));
        IndexContent content = Read(lines);
        Assert.Equal(IndexContent.MaxLines, content.OldestFirst.Count);
        Assert.StartsWith("shop-5-", content.OldestFirst[0].File, StringComparison.Ordinal);
        Assert.Equal(KeepingProblem.IndexTooLong, content.Problems);
    }

    [Fact]
    public void Changed_bytes_are_read_or_reported() =>
        Gen.Select(Gen.Int[0, (2 * Line.Length) - 1], Gen.Byte, Gen.Bool).Sample((index, value, isCut) =>
        {
            byte[] bytes = Encoding.UTF8.GetBytes(Line + Line);
            bytes[index] = value;
            IndexContent content = IndexContent.Read(bytes, isCut);
            Assert.InRange(content.OldestFirst.Count, 0, 2);
        });

    private static IndexContent Read(string text) => IndexContent.Read(Encoding.UTF8.GetBytes(text), isCut: false);

    private static void AssertDamaged(string line)
    {
        IndexContent content = Read(Line + line);
        Assert.Equal([Usual], content.OldestFirst);
        Assert.Equal(KeepingProblem.DamagedLines, content.Problems);
    }
}
