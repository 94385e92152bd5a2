using Contrail.Analysis.Findings;
using Contrail.Analysis.Findings.Comparing;
using Contrail.Analysis.Model;
using Contrail.Tests.Support;
using Contrail.Tool.Files;
using Contrail.Tool.Text;
using Xunit;

namespace Contrail.Tests.Tool;

/// <summary>What the page of a comparison calls the two times.</summary>
public sealed class ComparisonPageTests
{
    private static Difference Waits { get; } =
        new(new MeasureKey(MeasureKind.Waits, "shop.place"), 3e9, 1e9, 1.2e9, 20, 1);

    [Fact]
    public void Two_files_are_A_and_B_with_their_names()
    {
        string page = PageOf((5, 9), (0, 10), ("monday.nettrace", "tuesday.nettrace"));
        Assert.Contains("A  monday.nettrace: 10.0 s, ", page, StringComparison.Ordinal);
        Assert.Contains("B  tuesday.nettrace: 4.0 s, ", page, StringComparison.Ordinal);
        Assert.Contains(
            "threads that wait, shop.place: B 3 on average; A 1 on average, at most 1.2 on average", page,
            StringComparison.Ordinal);
        Assert.DoesNotContain("Incident", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5, 9, 0, 5, "Before ", "shop.place: 3 on average; before 1 on average")]
    [InlineData(1, 3, 3, 9, "After ", "shop.place: 3 on average; after 1 on average")]
    public void The_other_time_of_one_file_is_before_or_after(
        int start, int end, int pastStart, int pastEnd, string label, string difference)
    {
        string page = PageOf((start, end), (pastStart, pastEnd), null);
        Assert.Contains($"\n{label}", page, StringComparison.Ordinal);
        Assert.Contains(difference, page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_window_without_a_change_can_be_compared_with_a_healthy_file()
    {
        TraceExtent extent = new(ViewRecords.At(10_000), null);
        Assert.Contains("contrail compare HEALTHY FILE", Write(new TraceComparison(null, extent, extent)),
            StringComparison.Ordinal);
    }

    private static string PageOf(
        (int From, int To) incident, (int From, int To) past, (string Usual, string Other)? files)
    {
        TraceExtent extent = new(ViewRecords.At(10_000), null);
        WindowChange change = new(RangeOf(incident), RangeOf(past), [Waits]);
        return Write(new TraceComparison(change, extent, extent) { Files = files });
    }

    private static TimeRange RangeOf((int From, int To) seconds) =>
        ViewRecords.Range(seconds.From * 1_000, seconds.To * 1_000);

    private static string Write(TraceComparison found)
    {
        using StringWriter output = new() { NewLine = "\n" };
        ComparisonPage.Write(OutputConsole.Of(output), found);
        return output.ToString();
    }
}
