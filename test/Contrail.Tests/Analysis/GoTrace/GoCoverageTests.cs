using Contrail.Analysis.GoTrace.Interpreting;
using Contrail.Analysis.Model;
using Xunit;
using static Contrail.Tests.Support.ViewRecords;

namespace Contrail.Tests.Analysis.GoTrace;

public sealed class GoCoverageTests
{
    // Two profiles of a second, a minute apart.
    [Fact]
    public void A_time_without_samples_is_not_recorded()
    {
        GoCoverage coverage = new();
        foreach (int start in (int[])[2_000, 62_000])
        {
            for (int ms = 0; ms <= 1_000; ms += 10)
            {
                coverage.AddSample(At(start + ms));
            }
        }

        Coverage samples = coverage.Result.Of(ModelNeeds.Samples);
        Assert.Equal(CoverageState.Partial, samples.State);
        Assert.Equal([Range(2_000, 3_000), Range(62_000, 63_000)], samples.Spans!);
        Assert.Equal(2, samples.RecordedSeconds);
    }
}
