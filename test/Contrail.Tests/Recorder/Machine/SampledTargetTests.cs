using Contrail.Machine;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Recorder.Machine;

public sealed class SampledTargetTests
{
    private static readonly CpuSample Sample = new(1, 2, 3, 4, false);

    [Fact]
    public void The_highest_rate_is_in_force_until_its_target_is_disposed()
    {
        using SampledTarget slow = New(7, 49, new SampleLog());
        using SampledTarget fast = New(8, 199, new SampleLog());
        Assert.Equal(199, new SampledTargets([slow, fast]).Hertz);
        fast.Dispose();
        Assert.Equal(49, new SampledTargets([slow, fast]).Hertz);
        Assert.Equal(0, new SampledTargets([]).Hertz);
    }

    [Fact]
    public void Two_recordings_of_a_process_both_get_its_samples()
    {
        SampleLog first = new();
        SampleLog second = new();
        using SampledTarget one = New(7, 49, first);
        using SampledTarget other = New(7, 49, second);
        new SampledTargets([one, other]).Add(7, Sample, [9]);
        Assert.Equal(["sample at 1: 9"], first.Lines);
        Assert.Equal(first.Lines, second.Lines);
    }

    [Fact]
    public void A_disposed_target_calls_its_sink_no_more()
    {
        SampleLog log = new();
        SampledTarget target = New(7, 49, log);
        SampledTargets targets = new([target]);
        target.Dispose();
        targets.Add(7, Sample, []);
        targets.Lost(1, 2, 3);
        targets.Throttled(1, 2);
        Assert.Empty(log.Lines);
    }

    [Fact]
    public void A_sink_that_throws_is_called_no_more_and_harms_no_other()
    {
        SampleLog log = new();
        ThrowingSink throwing = new();
        using SampledTarget broken = New(7, 49, throwing);
        using SampledTarget healthy = New(7, 49, log);
        SampledTargets targets = new([broken, healthy]);
        targets.Lost(1, 2, 3);
        targets.Add(7, Sample, []);
        Assert.Equal(["lost 3 from 1 to 2", "sample at 1: "], log.Lines);
        Assert.Equal(1, throwing.CallCount);
        Assert.IsType<InvalidOperationException>(broken.Failure);
    }

    [Theory]
    [InlineData(0, 49)]
    [InlineData(-1, 49)]
    [InlineData(7, 0)]
    [InlineData(7, SamplingLimits.MaxHertz + 1)]
    public void An_impossible_pid_or_rate_is_refused(int pid, int hertz) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => New(pid, hertz, new SampleLog()));

    private static SampledTarget New(int pid, int hertz, ICpuSampleSink sink) => new(pid, hertz, sink, () => { });

    private sealed class ThrowingSink : ICpuSampleSink
    {
        public int CallCount { get; private set; }

        public void Add(in CpuSample sample, ReadOnlySpan<ulong> frames) => Throw();

        public void Lost(long fromNs, long toNs, long count) => Throw();

        public void Throttled(long fromNs, long toNs) => Throw();

        private void Throw()
        {
            CallCount++;
            throw new InvalidOperationException();
        }
    }
}
