using Contrail.Analysis.Views.Tables;
using Contrail.Tool.Text;
using Xunit;

namespace Contrail.Tests.Tool;

public sealed class RowLayoutTests
{
    private static readonly ViewUnit[] Units = [ViewUnit.Count, ViewUnit.Text, ViewUnit.Duration, ViewUnit.Text];

    private static readonly string[][] Rows =
    [
        ["count", "name", "max", "target"],
        ["1,234", "GET", "1.2 ms", "/api/orders/#/items/with/a/rather/long/path"],
    ];

    [Fact]
    public void Without_a_limit_nothing_is_cut_and_numbers_end_in_the_same_column()
    {
        RowLayout layout = new(Units, Rows, width: null);
        Assert.Equal(["  count  name     max  target"], layout.Lines(Rows[0]));
        Assert.Equal(["  1,234  GET   1.2 ms  /api/orders/#/items/with/a/rather/long/path"], layout.Lines(Rows[1]));
    }

    [Fact]
    public void The_widest_text_is_cut_as_long_as_enough_of_it_is_left()
    {
        RowLayout layout = new(Units, Rows, width: 60);
        Assert.False(layout.IsSplit);
        string line = Assert.Single(layout.Lines(Rows[1]));
        Assert.Equal(60, line.Length);
        Assert.EndsWith("…", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_that_would_lose_too_much_get_a_line_of_their_own()
    {
        RowLayout layout = new(Units, Rows, width: 40);
        Assert.True(layout.IsSplit);
        Assert.Equal(
            ["  1,234  1.2 ms", "      GET", "        /api/orders/#/items/with/a/rather/long/path"],
            layout.Lines(Rows[1]));
    }

    [Fact]
    public void A_long_line_is_broken_at_its_spaces()
    {
        Assert.Equal(["  at A ← B", "    ← C"], RowLayout.Wrap("at A ← B ← C", "  ", 11));
        Assert.Equal(["  at A ← B ← C"], RowLayout.Wrap("at A ← B ← C", "  ", null));
        Assert.Equal(["  averylongword"], RowLayout.Wrap("averylongword", "  ", 8));
    }
}
