using Contrail.Machine;
using Xunit;

namespace Contrail.Tests.Recorder.Machine;

/// <summary>What is reported about the sampling.</summary>
public sealed class SamplingReportTests
{
    private static readonly SamplingStatus Open = new(SamplingState.Open, SamplingRemedy.None)
    {
        Hertz = 49,
        OpenCount = 2,
        IncludesKernel = true,
    };

    [Fact]
    public void It_has_the_rate_and_the_processors() => Assert.Equal(
        new CpuSampling
        {
            State = CpuSamplingState.Active,
            SamplesPerSecond = 49,
            ProcessorCount = 2,
            IncludesKernel = true,
        },
        SamplingReport.Of(Open));

    [Fact]
    public void It_reports_that_samples_could_not_be_kept()
    {
        CpuSampling report = SamplingReport.Of(Open, new InsufficientMemoryException());
        Assert.Equal(CpuSamplingState.Unavailable, report.State);
        Assert.Equal("samples could no longer be kept: InsufficientMemoryException", report.Because);
    }

    [Fact]
    public void It_reports_processors_that_are_not_sampled() => Assert.Equal(
        "1 of 3 processors are not sampled", SamplingReport.Of(Open with { SkippedCount = 1 }).Because);

    [Theory]
    [InlineData((int)SamplingState.Unknown)]
    [InlineData((int)SamplingState.Closed)]
    public void Before_its_thread_has_started_it_is_unknown(int state) => Assert.Equal(
        new CpuSampling { State = CpuSamplingState.Unknown },
        SamplingReport.Of(new SamplingStatus((SamplingState)state, SamplingRemedy.None)));

    [Fact]
    public void Each_refusal_has_a_reason_and_all_known_ones_a_remedy()
    {
        SamplingRemedy[] remedies = [.. Enum.GetValues<SamplingRemedy>().Except([SamplingRemedy.None])];
        CpuSampling[] reports =
        [
            .. remedies.Select(remedy =>
                SamplingReport.Of(new SamplingStatus(SamplingState.Unavailable, remedy) { Errno = 13 })),
        ];
        Assert.All(reports, report => Assert.Equal(CpuSamplingState.Unavailable, report.State));
        Assert.Equal(remedies.Length, reports.Select(report => report.Because).OfType<string>().Distinct().Count());
        Assert.Equal(remedies.Length - 1, reports.Select(report => report.Remedy).OfType<string>().Distinct().Count());
    }
}
