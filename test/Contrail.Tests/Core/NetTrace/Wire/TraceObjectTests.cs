using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Wire;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Core.NetTrace.Wire;

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

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(5_999_999, 5)]
    [InlineData(-1, -1)]
    [InlineData(-1_000_000, -1)]
    [InlineData(-3_600_000_000_001, -3_600_001)]
    [InlineData(long.MinValue / 2, -4_611_686_018_428)]
    public void A_trace_begins_at_the_last_millisecond_before_its_start(long sinceNanoseconds, long milliseconds)
    {
        TraceObject trace = Of(ticksPerSecond: 1_000_000_000);
        TraceTicks start = new(trace.SyncTicks.Value + sinceNanoseconds);
        TraceObject rebased = trace.Rebase(start);
        Assert.Equal(NetTraceFile.Begin.AddMilliseconds(milliseconds), rebased.Utc);
        Assert.Equal(trace.ToUtc(start), rebased.ToUtc(start), TimeSpan.FromTicks(1));
    }

    private static TraceObject Of(long ticksPerSecond) =>
        new(NetTraceFile.Begin, new TraceTicks(5), ticksPerSecond, 8, 42, 2, 1_000_000);

    // A cut of everything up to the time of the last event has to have that event.
    [Theory]
    [InlineData(1_000_000_000, 123_456_789)]
    [InlineData(1_000_000_000, 100)]
    [InlineData(1_000_000_000, 0)]
    [InlineData(10_000_000, 123_456_789)]
    [InlineData(3_000_000, 7)]
    public void The_last_moment_of_a_time_is_not_before_any_moment_of_it(long ticksPerSecond, long ticks)
    {
        TraceObject trace = new(
            new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), new TraceTicks(1_000), ticksPerSecond, 8, 42, 2, 0);
        TraceTicks moment = new(1_000 + ticks);
        DateTime utc = trace.ToUtc(moment);
        TraceTicks last = trace.LastFromUtc(utc);
        Assert.InRange(moment.Value, trace.FromUtc(utc).Value, last.Value);
        Assert.Equal(utc, trace.ToUtc(last));
        Assert.True(trace.ToUtc(new TraceTicks(last.Value + 1)) > utc);
    }
}
