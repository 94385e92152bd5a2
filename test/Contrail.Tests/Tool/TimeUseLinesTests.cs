using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Machine;
using Contrail.Tool.Text;
using Xunit;

namespace Contrail.Tests.Tool;

/// <summary>Where the time of a process went, in the summary.</summary>
public sealed class TimeUseLinesTests
{
    private const double Second = 1e9;

    [Fact]
    public void All_times_are_in_one_line_and_each_in_its_own()
    {
        UsedTimes times = Times(
            Known(TimeUse.User, 15), Known(TimeUse.System, 2), Known(TimeUse.Waiting, 8), Known(TimeUse.Blocked, 143),
            Known(TimeUse.Throttled, 6), Known(TimeUse.Paused, 0.42)) with
        {
            Quota = 1.5,
            ThrottledShare = 0.31,
        };
        Assert.Equal(
            "Time  1.70 of 2 processors in use (1.50 user code, 0.20 kernel), 0.80 threads waiting for one, throttled "
                + "in 31.0 % of the periods of its quota of 1.50, 14.3 blocked or idle; all threads stopped 4.2 % of "
                + "the window",
            TimeUseLines.Short(times));
        Assert.Equal(
            [
                "   1.50 processors on average ran user code of the process (15.0 s in total)",
                "   0.20 processors on average ran the kernel for it (2.0 s in total)",
                "   0.80 threads on average waited for a processor (8.0 s in total)",
                "   14.3 threads on average were blocked, or had nothing to do (2.4 min in total)",
                " 31.0 % of the periods, the control group was throttled: its quota is 1.50 processors (6.0 s of all "
                    + "its processors)",
            ],
            TimeUseLines.Lines(times));
        Assert.Equal(
            ["Source of processors and waiting for them: figures of the operating system, known for 10.0 s"],
            TimeUseLines.Sources(times));
    }

    [Theory]
    [InlineData(CoverageState.NotRecorded, "(record with --figures on)")]
    [InlineData(CoverageState.Unknown, "(it may not be recorded)")]
    [InlineData(CoverageState.Whole, "(not in the figures: contrail view machine FILE --table missing)")]
    public void What_is_unknown_has_a_reason_and_no_number(object state, string reason)
    {
        UsedTimes times = Times([.. Enum.GetValues<TimeUse>().Where(use => use != TimeUse.Unknown)
            .Select(use => new UsedTime(use, null, 0, TimeSource.Unknown, (CoverageState)state))]);
        Assert.Null(TimeUseLines.Short(times));
        Assert.Empty(TimeUseLines.Lines(times));
        Assert.Equal(
            [$"Unknown: running, waiting for a processor, throttled, blocked {reason}"],
            TimeUseLines.Sources(times));
    }

    private static UsedTime Known(TimeUse use, double seconds) => new(
        use, seconds * Second, 10 * Second, TimeSource.Figures, CoverageState.Whole);

    private static UsedTimes Times(params UsedTime[] uses) => new(uses) { ProcessorCount = 2 };
}
