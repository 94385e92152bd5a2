using Contrail.Core.Formats;
using Contrail.Core.Formats.NetTrace;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Formats;

public sealed class TraceObjectTests
{
    [Theory]
    [InlineData(15_100_000_000, 151_000_000)]
    [InlineData(15_100_000_099, 151_000_000)]
    [InlineData(15_100_000_100, 151_000_001)]
    [InlineData(-15_100_000_000, -151_000_000)]
    [InlineData(86_400_000_000_100, 864_000_000_001)]
    public void A_moment_is_exact_to_the_tick(long sinceNanoseconds, long expectedTicks)
    {
        TraceObject trace = Of(ticksPerSecond: 1_000_000_000);
        DateTime utc = trace.ToUtc(new TraceTicks(trace.SyncTicks.Value + sinceNanoseconds));
        Assert.Equal(NetTraceFile.Begin.AddTicks(expectedTicks), utc);
        Assert.Equal(DateTimeKind.Utc, utc.Kind);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(long.MaxValue)]
    public void Any_moment_by_any_clock_is_some_time(long ticksPerSecond)
    {
        TraceObject trace = Of(ticksPerSecond);
        Assert.InRange(trace.ToUtc(new TraceTicks(long.MaxValue)), NetTraceFile.Begin, DateTime.MaxValue);
        Assert.InRange(trace.ToUtc(new TraceTicks(long.MinValue + 9)), DateTime.MinValue, NetTraceFile.Begin);
    }

    private static TraceObject Of(long ticksPerSecond) =>
        new(NetTraceFile.Begin, new TraceTicks(5), ticksPerSecond, 8, 42, 2, 1_000_000);
}
