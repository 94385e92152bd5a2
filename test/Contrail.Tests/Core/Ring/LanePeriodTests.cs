using System.Buffers.Binary;
using Contrail.Core.Formats;
using Contrail.Core.Ring;
using Contrail.Core.Ring.Lanes;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Core.Ring;

/// <summary>A lane that is kept longer than the generations.</summary>
public sealed class LanePeriodTests
{
    private static readonly FileEvent Tick = RuntimeEvents.Custom("Drawn", 1, "Tick");

    [Fact]
    public void Figures_with_an_age_of_their_own_outlive_the_events_and_the_samples()
    {
        RecordingLimits limits = new(TimeSpan.FromSeconds(1), 64 << 20) { FiguresPeriod = TimeSpan.FromSeconds(30) };
        NetTraceFile file = new();
        using Recorded recorded = new(limits);
        for (int second = 0; second < 60; second++)
        {
            file.Add(Tick, second * 1_000).CloseBlock();
        }

        recorded.Feed(file.Torn());
        LaneFeed figures = recorded.Trace.BeginLane(LaneKind.Figures, file.At(0));
        LaneFeed samples = recorded.Trace.BeginLane(LaneKind.CpuSamples, file.At(0));
        byte[] record = new byte[1000];
        for (int ms = 0; ms < 60_000; ms += 10)
        {
            BinaryPrimitives.WriteInt64LittleEndian(record, ms);
            Assert.True(figures.Add(file.At(ms), record));
            Assert.True(samples.Add(file.At(ms), record));
        }

        using FrozenRing ring = recorded.Trace.Freeze(file.At(60_000))!.Narrow(TimeSpan.FromSeconds(1));
        FrozenLane lane = ring.Lanes.Single(one => one.Kind == LaneKind.Figures);
        Assert.InRange(file.At(60_000).Since(ring.Start) / 1e9, 1, 3);
        Assert.Equal(
            Enumerable.Range(3_000, 3_000).Select(step => step * 10L), ring.RecordsOf(lane).Select(NumberOf));
        FrozenLane others = ring.Lanes.Single(one => one.Kind == LaneKind.CpuSamples);
        Assert.All(ring.RecordsOf(others), one => Assert.True(one.At >= ring.FirstMoment));
        Assert.Empty(lane.Losses);
    }

    [Fact]
    public void Figures_that_memory_evicts_before_their_own_age_are_counted()
    {
        RecordingLimits limits = new(TimeSpan.FromSeconds(1), 4 << 20) { FiguresPeriod = TimeSpan.FromHours(1) };
        NetTraceFile file = new();
        using Recorded recorded = new(limits);
        recorded.Feed(file.Add(Tick, 0).CloseBlock().Torn());
        LaneFeed feed = recorded.Trace.BeginLane(LaneKind.Figures, file.At(0));
        for (int second = 0; second < 3_000; second++)
        {
            Assert.True(feed.Add(file.At(second * 1_000), new byte[1000]));
            Assert.True(recorded.Trace.Pool.RingBytes <= limits.MaxLaneBytes + limits.SegmentBytes);
        }

        using FrozenRing ring = recorded.Trace.Freeze(file.At(3_000_000))!;
        FrozenLane lane = Assert.Single(ring.Lanes);
        long kept = ring.RecordsOf(lane).Count();
        Assert.InRange(kept, 300, 600);
        Loss loss = Assert.Single(lane.Losses);
        Assert.Equal((LossReason.Evicted, 3_000 - kept), (loss.Reason, loss.Count));
    }

    private static long NumberOf(LaneRecord record) => BinaryPrimitives.ReadInt64LittleEndian(record.Bytes.Span);
}
