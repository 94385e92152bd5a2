using Contrail.GoTrace;
using Xunit;

namespace Contrail.Tests.Recorder.GoTrace;

/// <summary>When a link counts as too slow for the service at its other end.</summary>
public sealed class LinkLagTests
{
    [Theory]
    [InlineData(6)]
    [InlineData(60)]
    public void A_link_that_is_too_slow_is_detected_before_its_lag_is_thirteen_seconds(int timesTooSlow)
    {
        LinkLag lag = new();
        bool isTooSlow = false;
        for (int second = 1; !isTooSlow && second < 100; second++)
        {
            isTooSlow = IsTooSlow(lag, TimeSpan.FromSeconds(second), TimeSpan.FromSeconds(second / timesTooSlow));
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
            Assert.False(IsTooSlow(lag, passed, passed * 0.999_6));
        }

        Assert.Equal(TimeSpan.Zero, lag.Behind);
    }

    [Fact]
    public void A_suspended_machine_has_a_constant_lag_and_is_not_too_slow()
    {
        LinkLag lag = new();
        for (int second = 1; second < 10_000; second++)
        {
            TimeSpan slept = second > 100 ? TimeSpan.FromHours(1) : TimeSpan.Zero;
            TimeSpan passed = TimeSpan.FromSeconds(second);
            Assert.False(IsTooSlow(lag, passed + slept, passed - TimeSpan.FromSeconds(second % 2)));
        }

        Assert.InRange(lag.Behind.TotalSeconds, 3_500, 3_602);
    }

    [Fact]
    public void A_recorder_that_was_stopped_reads_the_backlog_and_continues()
    {
        LinkLag lag = new();
        Assert.False(IsTooSlow(lag, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10)));

        // Twenty seconds of silence, then twice as fast as it is written.
        for (int second = 0; second < 20; second++)
        {
            Assert.False(IsTooSlow(lag, TimeSpan.FromSeconds(30 + second), TimeSpan.FromSeconds(10 + (2 * second))));
        }

        Assert.InRange(lag.Behind.TotalSeconds, 0.5, 1.5);
        Assert.False(IsTooSlow(lag, TimeSpan.FromSeconds(70), TimeSpan.FromSeconds(50)));
        Assert.True(IsTooSlow(lag, TimeSpan.FromSeconds(76), TimeSpan.FromSeconds(51)));
    }

    [Fact]
    public void A_link_that_is_too_slow_again_after_one_reconnection_is_final()
    {
        LinkLag lag = new();
        Assert.Equal(LinkVerdict.Reconnect, Follow(lag, rate: 0.2).Verdict);
        lag.BeginSession();
        Assert.Equal(TimeSpan.Zero, lag.Behind);
        Assert.Equal(LinkVerdict.Release, Follow(lag, rate: 0.2).Verdict);
    }

    [Theory]
    [InlineData(0.083_333)]     // chrony corrects one of the two clocks.
    [InlineData(0.166_666)]     // It corrects both, in opposite directions.
    public void A_clock_that_is_slewed_for_hours_ends_no_recording(double slew)
    {
        LinkLag lag = new();
        int passedSeconds = 0;
        int reconnectCount = 0;
        while (passedSeconds < 4 * 3_600)
        {
            (LinkVerdict verdict, int seconds) = Follow(lag, 1 - slew);
            Assert.Equal(LinkVerdict.Reconnect, verdict);
            lag.BeginSession();
            passedSeconds += seconds;
            reconnectCount++;
        }

        Assert.InRange(reconnectCount, 1, 4 * 3_600 / 65);
    }

    [Fact]
    public void A_connection_that_kept_up_makes_the_next_lag_the_first_one()
    {
        LinkLag lag = new();
        Assert.Equal(LinkVerdict.Reconnect, Follow(lag, rate: 0.2).Verdict);
        lag.BeginSession();
        Assert.Equal((LinkVerdict.KeepUp, 1_000), Follow(lag, rate: 1));
        lag.BeginSession();
        Assert.Equal(LinkVerdict.Reconnect, Follow(lag, rate: 0.2).Verdict);
    }

    private static bool IsTooSlow(LinkLag lag, TimeSpan sinceHeader, TimeSpan arrived) =>
        lag.Look(sinceHeader, arrived) != LinkVerdict.KeepUp;

    // One connection, of which so many seconds a second arrive.
    private static (LinkVerdict Verdict, int Seconds) Follow(LinkLag lag, double rate)
    {
        LinkVerdict verdict = LinkVerdict.KeepUp;
        int seconds = 0;
        while (verdict == LinkVerdict.KeepUp && seconds < 1_000)
        {
            seconds++;
            verdict = lag.Look(TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(seconds * rate));
        }

        return (verdict, seconds);
    }
}
