using Contrail.EventPipe;
using Contrail.Machine;
using Xunit;

namespace Contrail.Tests.Recorder.Machine;

/// <summary>What the manifest reports about the sampling.</summary>
public sealed class SampleLineTests
{
    private static readonly SamplingStatus Open = new(SamplingState.Open, SamplingRemedy.None)
    {
        Hertz = 49,
        OpenCount = 2,
    };

    [Fact]
    public void It_has_the_rate_and_the_processors()
    {
        Assert.Null(TargetMachine.LineOf(null, null));
        Assert.Equal("samples: 49 per second on each of 2 processors", TargetMachine.LineOf(Open, null));
    }

    [Fact]
    public void It_reports_that_samples_could_not_be_kept() => Assert.Equal(
        "samples: incomplete, ended after InsufficientMemoryException",
        TargetMachine.LineOf(Open, new InsufficientMemoryException()));
}
