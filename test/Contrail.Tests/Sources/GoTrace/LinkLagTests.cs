using Contrail.Sources.GoTrace;
using Xunit;

namespace Contrail.Tests.Sources.GoTrace;

/// <summary>When a link counts as too slow for the service at its other end.</summary>
public sealed class LinkLagTests
{
    [Theory]
    [InlineData(6)]
    [InlineData(60)]
    public void A_link_that_is_too_slow_is_known_before_it_is_thirteen_seconds_behind(int timesTooSlow)
    {
        LinkLag lag = new();
        bool isTooSlow = false;
        for (int second = 1; !isTooSlow && second < 100; second++)
        {
            isTooSlow = lag.IsTooSlow(TimeSpan.FromSeconds(second), TimeSpan.FromSeconds(second / timesTooSlow));
        }

        Assert.True(isTooSlow);
        Assert.InRange(lag.Behind.TotalSeconds, 11, 13);
    }

    [Fact]
    public void A_link_that_keeps_up_is_never_too_slow_also_where_the_clocks_drift_apart()
    {
        LinkLag lag = new();
        for (int minute = 1; minute < 60 * 24 * 30; minute++)
        {
            TimeSpan passed = TimeSpan.FromMinutes(minute);
            Assert.False(lag.IsTooSlow(passed, passed * 0.999_6));
        }

        Assert.Equal(TimeSpan.Zero, lag.Behind);
    }

    [Fact]
    public void A_machine_that_slept_is_behind_for_ever_and_not_too_slow()
    {
        LinkLag lag = new();
        for (int second = 1; second < 10_000; second++)
        {
            TimeSpan slept = second > 100 ? TimeSpan.FromHours(1) : TimeSpan.Zero;
            TimeSpan passed = TimeSpan.FromSeconds(second);
            Assert.False(lag.IsTooSlow(passed + slept, passed - TimeSpan.FromSeconds(second % 2)));
        }

        Assert.InRange(lag.Behind.TotalSeconds, 3_500, 3_602);
    }

    [Fact]
    public void A_recorder_that_was_stopped_reads_what_waits_and_goes_on()
    {
        LinkLag lag = new();
        Assert.False(lag.IsTooSlow(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10)));

        // Twenty seconds of silence, then twice as fast as it is written.
        for (int second = 0; second < 20; second++)
        {
            Assert.False(lag.IsTooSlow(TimeSpan.FromSeconds(30 + second), TimeSpan.FromSeconds(10 + (2 * second))));
        }

        Assert.InRange(lag.Behind.TotalSeconds, 0.5, 1.5);
        Assert.False(lag.IsTooSlow(TimeSpan.FromSeconds(70), TimeSpan.FromSeconds(50)));
        Assert.True(lag.IsTooSlow(TimeSpan.FromSeconds(76), TimeSpan.FromSeconds(51)));
    }
}
