using Contrail.Machine;
using Contrail.Machine.Bursts;
using Xunit;

namespace Contrail.Tests.Recorder.Machine.Bursts;

/// <summary>The memory of a burst's rings is a part of that of its recording.</summary>
public sealed class BurstMemoryTests
{
    [Theory]
    [InlineData(16 << 20, 2, 4 << 20)]
    [InlineData(12 << 20, 2, 2 << 20)]
    [InlineData(16 << 20, 64, 128 << 10)]
    [InlineData(1 << 20, 2, 256 << 10)]
    [InlineData(256 << 10, 2, 0)]
    [InlineData(0, 2, 0)]
    public void Rings_are_as_large_as_fits(long maxBytes, int processorCount, int expectedBytes)
    {
        List<long> reserved = [];
        BurstMemory memory = new(maxBytes, bytes =>
        {
            reserved.Add(bytes);
            return true;
        }, _ => { });
        Assert.Equal(expectedBytes, memory.TryTakeRings(processorCount, 4 << 20, 128 << 10, out long taken));
        Assert.Equal(expectedBytes > 0 ? [taken] : [], reserved);
        Assert.True(taken <= maxBytes);
        Assert.True(expectedBytes == 0 || taken > (processorCount + 1) * (long)expectedBytes);
    }

    [Fact]
    public void Smaller_rings_are_tried_where_the_recording_has_no_memory_for_larger_ones()
    {
        BurstMemory memory = new(64 << 20, static bytes => bytes < 4 << 20, _ => { });
        Assert.Equal(1 << 20, memory.TryTakeRings(2, 4 << 20, 128 << 10, out long taken));
        Assert.InRange(taken, 3 << 20, 4 << 20);
    }

    [Fact]
    public void A_burst_without_memory_is_refused_with_the_reason_and_opens_nothing()
    {
        BurstPlan plan = new(Environment.ProcessId, TimeSpan.FromMinutes(1), new DroppedSamples())
        {
            Hertz = 199,
            Target = new BurstTarget(() => true, static (_, _) => false),
            Memory = new BurstMemory(1 << 20, static _ => false, static _ => Assert.Fail("Nothing was taken.")),
        };
        BurstOutcome outcome = BurstSampler.Run(plan, TimeProvider.System, CancellationToken.None);
        Assert.Equal(SamplingRemedy.RaiseMemoryLimit, outcome.Status.Remedy);
        Assert.Equal(
            "burst: none, the rings of the processors do not fit into a quarter of the memory limit of the recording",
            BurstReport.Line(BurstReport.Of(outcome, plan, TimeSpan.Zero)));
    }

    private sealed class DroppedSamples : ICpuSampleSink
    {
        public void Add(in CpuSample sample, ReadOnlySpan<ulong> frames) => Assert.Fail("A sample was taken.");

        public void Lost(long fromNs, long toNs, long count)
        {
        }

        public void Throttled(long fromNs, long toNs)
        {
        }
    }
}
