using Contrail.Analysis.Model;
using Xunit;

namespace Contrail.Tests.Analysis.Model;

public sealed class TraceExtentTests
{
    private static readonly DateTime Start = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    [Fact]
    public void Times_are_on_the_wall_clock_to_the_microsecond_also_before_the_start()
    {
        TraceExtent extent = new(new TraceTime(9), Start);
        Assert.Equal(Start.AddMicroseconds(2), extent.ToUtc(new TraceTime(1_600)));
        Assert.Equal(Start.AddMicroseconds(-3), extent.ToUtc(new TraceTime(-3_000)));
    }

    [Fact]
    public void A_time_without_a_wall_clock_or_beyond_its_range_is_unknown()
    {
        Assert.Null(new TraceExtent(default, null).ToUtc(default));
        Assert.Null(new TraceExtent(default, DateTime.MaxValue).ToUtc(new TraceTime(1_000_000)));
        Assert.Null(new TraceExtent(default, DateTime.MinValue).ToUtc(new TraceTime(-1_000_000)));
    }
}
