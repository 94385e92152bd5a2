using Contrail.Tests.Support;
using Contrail.Tool.Text;
using Xunit;

namespace Contrail.Tests.Tool;

public sealed class PageTests
{
    private const string Go = "github.com/VictoriaMetrics/VictoriaMetrics/lib/storage.(*Storage).";

    [Theory]
    [InlineData(49)]
    [InlineData(57)]
    [InlineData(81)]
    public void A_name_loses_its_start_and_its_figures_stay(int width)
    {
        string text = Render(
            new Page().Add("Tasks", "2 ended")
                .NamedItem(7, Go + "First", ": 12 ms in all").NamedItem(9, Go + "Second", ": 3 ms in all"),
            width);
        string[] lines = text.Split('\n');
        Assert.Matches("^ {20}7  ….*First: 12 ms in all$", lines[1]);
        Assert.Matches("^ {20}9  ….*Second: 3 ms in all$", lines[2]);
        Assert.Equal([width, width], [lines[1].Length, lines[2].Length]);
    }

    [Fact]
    public void Figures_stay_where_no_name_fits() =>
        Assert.EndsWith("…l: 12 ms in all\n", Render(new Page().NamedItem(7, "total", ": 12 ms in all"), 39));

    [Fact]
    public void A_wide_terminal_shows_the_full_name() =>
        Assert.EndsWith(
            $" 7  {Go}First\n", Render(new Page().NamedItem(7, Go + "First"), 200), StringComparison.Ordinal);

    [Fact]
    public void A_line_without_a_name_loses_its_end()
    {
        string text = Render(new Page().Add("Reason", "first " + new string('x', 100)), 40);
        Assert.Equal("Reason      first xxxxxxxxxxxxxxxxxxxxx…\n", text);
    }

    [Fact]
    public void Nothing_is_cut_in_a_pipe()
    {
        string name = new string('a', 5_000) + "\u001bEnd";
        using PlainConsole plain = new();
        new Page().Add("Types", name).NamedItem(1, name, ": 1 ms").Write(plain.Console);
        string clean = new string('a', 5_000) + "·End";
        Assert.Equal($"Types       {clean}\n{"",20}1  {clean}: 1 ms\n", plain.Text);
    }

    [Theory]
    [InlineData(44)]
    [InlineData(45)]
    public void Wide_characters_take_two_columns(int width)
    {
        string text = Render(new Page().NamedItem(1, string.Concat(Enumerable.Repeat("漢字𠮷", 10)) + "End"), width);
        string line = Assert.Single(text.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.InRange(TerminalText.Columns(line), width - 1, width);
        Assert.EndsWith("End", line, StringComparison.Ordinal);
        Assert.DoesNotContain('\ufffd', line);
    }

    [Fact]
    public void A_terminal_too_narrow_for_a_name_still_gets_one_line_each()
    {
        string text = Render(new Page().NamedItem(7, Go, ": 12 ms in all").NamedItem(7, Go), 20);
        Assert.Equal(2, text.Count(character => character == '\n'));
    }

    private static string Render(Page page, int width)
    {
        using PlainConsole plain = new(width);
        page.Write(plain.Console);
        return plain.Text;
    }
}
