using System.Globalization;
using System.Text;
using Contrail.Core.Ring.Lanes.Figures;
using Contrail.Machine.Figures;
using CsCheck;
using Xunit;

namespace Contrail.Tests.Recorder.Machine.Figures;

public sealed class FigureNumberTests
{
    [Theory]
    [InlineData("0", 1, 0)]
    [InlineData("17", 10, 170)]
    [InlineData("007", 1, 7)]
    [InlineData("12.34", 100, 1_234)]
    [InlineData("0.5", 100, 50)]
    [InlineData("9223372036854775807", 1, long.MaxValue)]
    [InlineData("9223372036854775808", 1, FigureTable.Unknown)]
    [InlineData("99999999999999999999999999", 1, FigureTable.Unknown)]
    [InlineData("9223372036854775807", 2, FigureTable.Unknown)]
    [InlineData("", 1, FigureTable.Unknown)]
    [InlineData("-1", 1, FigureTable.Unknown)]
    [InlineData("max", 1, FigureTable.Unknown)]
    [InlineData("1x", 1, FigureTable.Unknown)]
    [InlineData("1.", 1, FigureTable.Unknown)]
    [InlineData(".5", 1, FigureTable.Unknown)]
    [InlineData("1.0123456789", 1, FigureTable.Unknown)]
    public void A_number_is_scaled_and_anything_else_is_unknown(string text, long scale, long expected) =>
        Assert.Equal(expected, FigureNumber.Parse(Encoding.UTF8.GetBytes(text), scale));

    [Theory]
    [InlineData("max", FigureTable.NoLimit)]
    [InlineData("-1", FigureTable.NoLimit)]
    [InlineData("9223372036854771712", FigureTable.NoLimit)]
    [InlineData("1073741824", 1_073_741_824)]
    [InlineData("0", 0)]
    [InlineData("-2", FigureTable.Unknown)]
    [InlineData("", FigureTable.Unknown)]
    public void A_limit_may_be_none(string text, long expected) =>
        Assert.Equal(expected, FigureNumber.ParseLimit(Encoding.UTF8.GetBytes(text), 1));

    [Fact]
    public void Every_number_that_fits_is_read_and_no_text_throws()
    {
        Gen.Long[0, long.MaxValue].Sample(number =>
            FigureNumber.Parse(Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture)), 1) == number);
        Gen.Select(Gen.String[Gen.Char["0123456789.-max "], 0, 30], Gen.Long[1, long.MaxValue]).Sample((text, scale) =>
            FigureNumber.Parse(Encoding.UTF8.GetBytes(text), scale) >= FigureTable.Unknown
            && FigureNumber.ParseLimit(Encoding.UTF8.GetBytes(text), scale) >= FigureTable.Unknown);
    }
}
