using Contrail.Core.Formats;
using Contrail.EventPipe;
using Xunit;

namespace Contrail.Tests.Recorder.EventPipe;

public sealed class TraceClockTests
{
    private readonly SetClock _time = new();

    [Fact]
    public void Time_that_passes_on_both_clocks_is_no_step()
    {
        TraceClock clock = new(_time, TimeSpan.Zero);
        _time.Pass(TimeSpan.FromDays(3));
        clock.Look();
        Assert.Null(clock.Step);
        Assert.Equal((new TraceTicks(_time.GetTimestamp()), _time.GetUtcNow().UtcDateTime), clock.Pair);
    }

    [Theory]
    [InlineData(3600)]
    [InlineData(-3600)]
    public void A_wall_clock_that_is_set_is_a_step_with_its_moment(int seconds)
    {
        TraceClock clock = new(_time, TimeSpan.Zero);
        _time.Pass(TimeSpan.FromSeconds(5));
        _time.Set(TimeSpan.FromSeconds(seconds));
        clock.Look();
        Assert.Equal((clock.Now, TimeSpan.FromSeconds(seconds)), clock.Step);
        _time.Pass(TimeSpan.FromSeconds(5));
        clock.Look();
        Assert.Equal(5, (double)clock.Now.Since(clock.Step!.Value.At) / _time.TimestampFrequency);
    }

    [Fact]
    public void The_target_s_clock_is_ahead_in_its_time_namespace()
    {
        TraceClock clock = new(_time, TimeSpan.FromDays(1));
        Assert.Equal(_time.GetTimestamp() + (86_400 * _time.TimestampFrequency), clock.Now.Value);
        Assert.Equal(clock.Now, clock.Pair.At);
    }

    private sealed class SetClock : TimeProvider
    {
        private long _ticks = 1_000_000;
        private DateTimeOffset _utc = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

        public override long TimestampFrequency => 1_000_000_000;

        public override long GetTimestamp() => _ticks;

        public override DateTimeOffset GetUtcNow() => _utc;

        public void Pass(TimeSpan time)
        {
            _ticks += time.Ticks * 100;
            _utc += time;
        }

        public void Set(TimeSpan by) => _utc += by;
    }
}
