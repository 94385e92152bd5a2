using Xunit;

namespace Contrail.Tests.Recorder.GoTrace;

/// <summary>The options about samples and figures of a Go service.</summary>
public sealed class GoLaneOptionsTests
{
    private static readonly Uri Address = new("http://127.0.0.1:6060");

    [Theory]
    [InlineData(-1)]
    [InlineData(501)]
    public void A_rate_out_of_range_is_refused(int rate) => Assert.Throws<ArgumentOutOfRangeException>(() =>
        GoTraceSource.Connect(Address, new GoTraceOptions { CpuSamplesPerSecond = rate }));

    [Fact]
    public void Both_are_recorded_unless_the_trace_is_kept_as_Go_keeps_it()
    {
        Assert.Equal((true, 49), new GoTraceOptions().Lanes);
        Assert.Equal((false, 0), new GoTraceOptions { KeepAsGo = true }.Lanes);
        Assert.Equal((false, 0), new GoTraceOptions { CpuSamplesPerSecond = 0, RecordsFigures = false }.Lanes);
    }

    [Fact]
    public void What_Go_keeps_leaves_no_memory_for_samples_and_figures()
    {
        GoTraceOptions options = new() { KeepAsGo = true };
        Assert.NotNull(GoTraceSource.Connect(Address, options));
        Assert.Throws<ArgumentException>(() =>
            GoTraceSource.Connect(Address, options with { CpuSamplesPerSecond = 49 }));
        Assert.Throws<ArgumentException>(() => GoTraceSource.Connect(Address, options with { RecordsFigures = true }));
    }
}
