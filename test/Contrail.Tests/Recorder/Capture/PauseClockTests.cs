using Contrail.Capture;
using Xunit;

namespace Contrail.Tests.Recorder.Capture;

public sealed class PauseClockTests
{
    /// <summary>
    /// Moments in milliseconds: when the watchdog looked, since when the pump was away at the last look (0 reads), and
    /// whether it is cut then. It may pause for 800.
    /// </summary>
    [Theory]
    [InlineData("100 200 300", 0, false)]
    [InlineData("100 200 300 400 500 600 700 800 900", 50, true)]
    [InlineData("100 200 300 400 500 600 700 800 850", 50, false)]                // Exactly as long as it may.
    [InlineData("100 10100", 50, false)]                                          // Stopped for ten seconds, all of us.
    [InlineData("100 10100 10500 10900", 50, false)]                              // From then on it has 800 more,
    [InlineData("100 10100 10500 10900 10901", 50, true)]                               // and no longer.
    [InlineData("100 10100 10500 10900 10950", 10140, true)]
    [InlineData("100 500 900", 50, true)]                                         // The watchdog was a little late,
    [InlineData("100 501 901", 50, false)]                                        // and so late that no thread ran.
    public void A_pump_is_cut_for_its_own_pause_and_not_for_everybodys(string looks, long awaySince, bool isCut)
    {
        PauseClock clock = new(TimeSpan.FromMilliseconds(800), ticksPerSecond: 1000, now: 1);
        foreach (string look in looks.Split(' '))
        {
            clock.Look(long.Parse(look));
        }

        Assert.Equal(isCut, clock.IsTooLong(awaySince));
    }
}
