using Contrail.Core.GoTrace.Events;
using Xunit;

namespace Contrail.Tests.Core.GoTrace.Events;

/// <summary>Times, to the bit: the expected figures are Go's results for the same expression.</summary>
public sealed class GoClockTests
{
    [Theory]
    [InlineData(1_000_000_000, 123, 123)]
    [InlineData(15_625_000, 1, 64)]
    [InlineData(15_625_000, 123_456_789, 7_901_234_496)]
    [InlineData(3, 1, 333_333_333)]
    [InlineData(3, 2, 666_666_666)]
    [InlineData(1_000_000_007, 1_000_000_007, 1_000_000_000)]
    [InlineData(1, ulong.MaxValue, long.MinValue)]
    [InlineData(1_000_000_000, 9_223_372_036_854_775_808, long.MinValue)]
    public void Units_become_nanoseconds_as_in_Go(long unitsPerSecond, ulong units, long nanoseconds) =>
        Assert.Equal(nanoseconds, new GoClock(unitsPerSecond).ToNanoseconds(units));
}
