using Contrail.Tool.Text;
using Xunit;

namespace Contrail.Tests.Tool;

/// <summary>What is shown of a lane, and that nothing it lacks is left out.</summary>
public sealed class LaneTextTests
{
    private static readonly DateTime Noon = new(2026, 11, 28, 12, 0, 0, DateTimeKind.Utc);

    private static readonly ManifestLane Samples = new(LaneKind.CpuSamples, Noon, Noon.AddSeconds(10), 1_234, 0)
    {
        PeriodSeconds = 1 / 49d,
    };

    [Fact]
    public void A_whole_lane_lacks_nothing()
    {
        Assert.Equal("", LaneText.Missing(Samples));
        Assert.Equal(
            "CPU samples: 1,234, 49 per second and processor, 12:00:00.000 to 12:00:10.000",
            LaneText.Describe(Samples));
    }

    [Fact]
    public void Everything_that_is_missing_is_stated()
    {
        ManifestLane lane = Samples with
        {
            Lost = 5,
            Dropped = 1,
            Pauses = 2,
            IncompleteBecause = "the last samples had not been read in time",
        };
        Assert.Equal(
            "incomplete: the last samples had not been read in time; 5 evicted: the memory limit was reached; "
                + "1 of all processes dropped by the kernel; the kernel paused 2 times",
            LaneText.Missing(lane));
    }

    [Fact]
    public void A_lane_without_a_record_is_short_in_the_line_about_a_snapshot()
    {
        ManifestLane none = Samples with { Records = 0, ToUtc = Noon, PeriodSeconds = null, IncompleteBecause = "why" };
        Assert.Equal("no CPU samples", LaneText.Shortly(none));
        Assert.Equal("CPU samples: 0; why", LaneText.Describe(none));
        Assert.Equal("CPU samples: incomplete: why", LaneText.Shortly(none with { Records = 1 }));
        Assert.Equal("", LaneText.Shortly(Samples));
    }

    [Fact]
    public void A_reason_of_a_hostile_file_is_cleaned()
    {
        string shown = LaneText.Missing(Samples with { IncompleteBecause = "\u001b[31m" + new string('x', 10_000) });
        Assert.DoesNotContain('\u001b', shown);
        Assert.InRange(shown.Length, 1, 300);
    }
}
