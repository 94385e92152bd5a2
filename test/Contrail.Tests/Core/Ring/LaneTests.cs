using System.Buffers.Binary;
using Contrail.Core.Formats;
using Contrail.Core.Ring;
using Contrail.Core.Ring.Lanes;
using Contrail.Tests.Support;
using CsCheck;
using Xunit;

namespace Contrail.Tests.Core.Ring;

/// <summary>Records that are held next to the generations: for how long, and in how much memory.</summary>
public sealed class LaneTests
{
    private static readonly FileEvent Tick = RuntimeEvents.Custom("Drawn", 1, "Tick");

    /// <summary>What is kept is what a model that forgets nothing would choose, and a little more.</summary>
    [Fact]
    public void A_window_has_every_record_in_it_in_any_order_of_arrival() =>
        Gen.Select(Gen.Int[0, 300].Array[1, 60], Gen.Int[0, 5_000], Gen.Bool).Sample((gaps, periodMs, isSwapped) =>
        {
            NetTraceFile file = new();
            using Recorded recorded = new(new RecordingLimits(TimeSpan.FromMilliseconds(periodMs), 64 << 20));
            recorded.Feed(file.Add(Tick, 0).CloseBlock().Torn());
            LaneFeed feed = recorded.Trace.BeginLane(LaneKind.CpuSamples, file.At(0));
            long[] times = [.. gaps.Select((_, index) => (long)gaps.Take(index + 1).Sum())];
            int half = times.Length / 2;
            foreach (long ms in isSwapped ? [.. times[half..], .. times[..half]] : times)
            {
                Assert.True(feed.Add(file.At(ms), Numbered(ms)));
            }

            using FrozenRing ring = recorded.Trace.Freeze(file.At(times[^1]))!;
            FrozenLane lane = Assert.Single(ring.Lanes);
            Assert.Equal(times, lane.Within(file.At(0), ring.End).Select(NumberOf).Order());
            Assert.Equal(times.Where(ms => ms >= 500), lane.Within(file.At(500), ring.End).Select(NumberOf).Order());
        });

    [Fact]
    public void A_lane_that_begins_again_has_nothing_of_the_process_before_and_counts_it()
    {
        NetTraceFile file = new();
        using Recorded recorded = new(new RecordingLimits(TimeSpan.FromHours(1), 64 << 20));
        recorded.Feed(file.Add(Tick, 0).CloseBlock().Torn());
        LaneFeed first = recorded.Trace.BeginLane(LaneKind.CpuSamples, file.At(0));
        first.Add(file.At(10), new byte[1_000]);
        first.AddLoss(new Loss(file.At(10), file.At(20), LossReason.SamplesDropped, 5, null));
        first.EndAt(file.At(30));
        first.Explain("of the first");
        long heldBytes = recorded.Trace.Pool.RingBytes;
        LaneFeed second = recorded.Trace.BeginLane(LaneKind.CpuSamples, file.At(40));
        Assert.True(recorded.Trace.Pool.RingBytes < heldBytes);
        Assert.True(second.Add(file.At(50), Numbered(50)));
        using FrozenRing ring = recorded.Trace.Freeze(file.At(60))!;
        FrozenLane lane = Assert.Single(ring.Lanes);
        Assert.Equal([50L], lane.Within(file.At(0), ring.End).Select(NumberOf));
        Assert.Equal(file.At(40), lane.Since);
        Assert.Equal(
            new Loss(file.At(10), file.At(40), LossReason.ProcessReplaced, 1, null) { Lane = LaneKind.CpuSamples },
            Assert.Single(lane.Losses));
        Assert.Null(lane.IncompleteBecause);
        LaneHealth health = Assert.Single(recorded.Trace.Counts().Lanes);
        Assert.Equal((LaneKind.CpuSamples, 2), (health.Kind, health.RecordCount));
        Assert.InRange(health.HeldBytes, 1, recorded.Trace.Counts().HeldBytes);
        Assert.Equal(
            [(LossReason.ProcessReplaced, 1L), (LossReason.SamplesDropped, 5L)],
            health.Losses.OrderByDescending(loss => loss.Key).Select(loss => (loss.Key, loss.Value)));
    }

    [Fact]
    public void A_process_that_was_replaced_is_counted_once_in_the_health_of_a_lane()
    {
        NetTraceFile file = new();
        using Recorded recorded = new(new RecordingLimits(TimeSpan.FromHours(1), 64 << 20));
        recorded.Feed(file.Add(Tick, 0).CloseBlock().Torn());
        for (int process = 0; process < 3; process++)
        {
            LaneFeed feed = recorded.Trace.BeginLane(LaneKind.CpuSamples, file.At(10 * process));
            feed.Add(file.At((10 * process) + 1), Numbered(process));
            feed.AddLoss(new Loss(file.At(10 * process), file.At(10 * process), LossReason.SamplesDropped, 5, null));
        }

        LaneHealth health = Assert.Single(recorded.Trace.Counts().Lanes);
        Assert.Equal(2, health.Losses[LossReason.ProcessReplaced]);
        Assert.Equal(15, health.Losses[LossReason.SamplesDropped]);
    }

    [Fact]
    public void Every_process_that_was_replaced_is_counted_while_the_window_reaches_back_to_it()
    {
        NetTraceFile file = new();
        using Recorded recorded = new(new RecordingLimits(TimeSpan.FromSeconds(1), 64 << 20));
        recorded.Feed(file.Add(Tick, 0).CloseBlock().Torn());
        foreach (int start in (int[])[0, 100, 200])
        {
            LaneFeed feed = recorded.Trace.BeginLane(LaneKind.Figures, file.At(start));
            feed.Add(file.At(start + 10), Numbered(1));
            feed.Add(file.At(start + 20), Numbered(2));
        }

        Assert.Equal([(100d, 2L), (200d, 2L)], Replaced(300));
        recorded.Trace.BeginLane(LaneKind.Figures, file.At(2_000));
        Assert.Equal([(2_000d, 2L)], Replaced(2_010));

        IEnumerable<(double, long)> Replaced(int ms)
        {
            recorded.Feed(file.Add(Tick, ms).CloseBlock().Torn());
            using FrozenRing ring = recorded.Trace.Freeze(file.At(ms))!;
            return [.. Assert.Single(ring.Lanes).Losses.Select(loss =>
                ((loss.To.Value - file.At(0).Value) / 1e6, loss.Count))];
        }
    }

    [Fact]
    public void A_lane_takes_its_part_of_the_limit_and_counts_what_does_not_fit()
    {
        RecordingLimits limits = new(TimeSpan.FromHours(1), 4 << 20);
        NetTraceFile file = new();
        using Recorded recorded = new(limits);
        recorded.Feed(file.Add(Tick, 0).CloseBlock().Torn());
        LaneFeed feed = recorded.Trace.BeginLane(LaneKind.CpuSamples, file.At(0));
        byte[] record = new byte[1000];
        const int AddedCount = 4_000;
        for (int number = 0; number < AddedCount; number++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(record, number);
            Assert.True(feed.Add(file.At(number), record));
            Assert.True(recorded.Trace.Pool.RingBytes <= limits.MaxLaneBytes + limits.SegmentBytes);
        }

        using FrozenRing ring = recorded.Trace.Freeze(file.At(AddedCount))!;
        FrozenLane lane = Assert.Single(ring.Lanes);
        long[] kept = [.. lane.Within(file.At(0), ring.End).Select(NumberOf)];
        Assert.Equal(Enumerable.Range(AddedCount - kept.Length, kept.Length).Select(number => (long)number), kept);
        Assert.InRange(kept.Length, 300, 600);
        Loss loss = Assert.Single(lane.Losses);
        Assert.Equal((LossReason.Evicted, AddedCount - kept.Length), (loss.Reason, loss.Count));
        Assert.Equal(file.At(kept[0] - 1), lane.Since);
    }

    [Fact]
    public void A_lane_that_begins_again_has_only_what_was_added_since()
    {
        NetTraceFile file = new();
        using Recorded recorded = new(new RecordingLimits(TimeSpan.FromSeconds(10), 64 << 20));
        recorded.Feed(file.Add(Tick, 0).CloseBlock().Torn());
        LaneFeed feed = recorded.Trace.BeginLane(LaneKind.CpuSamples, file.At(0));
        feed.Add(file.At(10), Numbered(10));
        feed.AddLoss(new Loss(file.At(10), file.At(20), LossReason.SamplesDropped, 3, null));
        feed.BeginAt(file.At(50));
        feed.Add(file.At(60), Numbered(60));
        feed.CompleteUntil(file.At(70));
        using FrozenRing ring = recorded.Trace.Freeze(file.At(100))!;
        FrozenLane lane = Assert.Single(ring.Lanes);
        Assert.Equal([60], lane.Within(file.At(0), ring.End).Select(NumberOf));
        Assert.Equal((file.At(50), file.At(70)), (lane.Since, lane.Until));
        Assert.Empty(lane.Losses);
    }

    [Fact]
    public void Records_that_are_too_old_are_evicted_without_a_loss()
    {
        RecordingLimits limits = new(TimeSpan.FromSeconds(1), 64 << 20);
        NetTraceFile file = new();
        using Recorded recorded = new(limits);
        recorded.Feed(file.Add(Tick, 0).CloseBlock().Torn());
        LaneFeed feed = recorded.Trace.BeginLane(LaneKind.CpuSamples, file.At(0));
        byte[] record = new byte[1000];
        for (int number = 0; number < 20_000; number++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(record, number);
            Assert.True(feed.Add(file.At(number), record));
        }

        using FrozenRing ring = recorded.Trace.Freeze(file.At(20_000))!;
        FrozenLane lane = Assert.Single(ring.Lanes);
        long[] kept = [.. lane.Within(file.At(0), ring.End).Select(NumberOf)];
        Assert.InRange(kept[0], 16_000, 19_000);
        Assert.Equal(19_999, kept[^1]);
        Assert.Empty(lane.Losses);
    }

    [Fact]
    public void Records_that_are_too_old_are_evicted_also_while_none_is_added()
    {
        RecordingLimits limits = new(TimeSpan.FromSeconds(1), 64 << 20);
        NetTraceFile file = new();
        using Recorded recorded = new(limits);
        file.Add(Tick, 0).CloseBlock();
        recorded.Feed(file.Torn());
        int fedBytes = file.Torn().Length;
        LaneFeed feed = recorded.Trace.BeginLane(LaneKind.CpuSamples, file.At(0));
        for (int number = 0; number < 2_000; number++)
        {
            Assert.True(feed.Add(file.At(number), new byte[1000]));
        }

        long filledBytes = recorded.Trace.Pool.RingBytes;
        for (int second = 3; second < 30; second++)
        {
            file.Add(Tick, second * 1_000).CloseBlock();
        }

        recorded.Feed(file.Torn().AsSpan(fedBytes));
        Assert.InRange(filledBytes - recorded.Trace.Pool.RingBytes, 1_000_000, filledBytes);
    }

    [Fact]
    public void Losses_of_a_source_count_as_memory_of_the_recording()
    {
        NetTraceFile file = new();
        using Recorded recorded = new();
        recorded.Feed(file.Add(Tick, 0).CloseBlock().Torn());
        LaneFeed feed = recorded.Trace.BeginLane(LaneKind.CpuSamples, file.At(0));
        long before = recorded.Trace.Counts().HeldBytes;
        feed.AddLoss(new Loss(file.At(1), file.At(2), LossReason.SamplesDropped, 3, null));
        Assert.True(recorded.Trace.Counts().HeldBytes > before);
    }

    [Fact]
    public void Records_after_the_end_of_the_process_are_left_out_also_those_added_before_it_is_known()
    {
        NetTraceFile file = new();
        using Recorded recorded = new();
        recorded.Feed(file.Add(Tick, 0).CloseBlock().Torn());
        LaneFeed feed = recorded.Trace.BeginLane(LaneKind.CpuSamples, file.At(0));
        feed.Add(file.At(1), Numbered(1));
        feed.Add(file.At(5), Numbered(5));
        feed.CompleteUntil(file.At(6));
        feed.EndAt(file.At(4));
        using FrozenRing ring = recorded.Trace.Freeze(file.At(9))!;
        FrozenLane lane = Assert.Single(ring.Lanes);
        Assert.Equal([1], lane.Within(file.At(0), ring.End).Select(NumberOf));
        Assert.Equal(file.At(4), lane.Until);
    }

    [Fact]
    public void A_narrowed_ring_has_the_losses_of_its_window_only()
    {
        NetTraceFile file = new();
        using Recorded recorded = new();
        for (int second = 0; second < 10; second++)
        {
            file.Add(Tick, second * 1_000).CloseBlock();
        }

        recorded.Feed(file.Torn());
        LaneFeed feed = recorded.Trace.BeginLane(LaneKind.CpuSamples, file.At(0));
        feed.AddLoss(new Loss(file.At(1_000), file.At(1_100), LossReason.SamplesDropped, 3, null));
        feed.AddLoss(new Loss(file.At(8_000), file.At(8_100), LossReason.SamplingPaused, 1, null));
        using FrozenRing ring = recorded.Trace.Freeze(file.At(9_000))!.Narrow(TimeSpan.FromSeconds(2));
        Assert.Equal(LossReason.SamplingPaused, Assert.Single(Assert.Single(ring.Lanes).Losses).Reason);
    }

    [Fact]
    public void What_is_pinned_stays_while_the_lane_goes_on_and_ends()
    {
        NetTraceFile file = new();
        Recorded recorded = new();
        recorded.Feed(file.Add(Tick, 0).CloseBlock().Torn());
        LaneFeed feed = recorded.Trace.BeginLane(LaneKind.CpuSamples, file.At(0));
        feed.Add(file.At(1), Numbered(1));
        using FrozenRing ring = recorded.Trace.Freeze(file.At(2))!;
        feed.Add(file.At(3), Numbered(3));
        recorded.Dispose();
        Assert.False(feed.Add(file.At(4), Numbered(4)));
        Assert.Equal([1], Assert.Single(ring.Lanes).Within(file.At(0), ring.End).Select(NumberOf));
    }

    private static byte[] Numbered(long number)
    {
        byte[] record = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(record, number);
        return record;
    }

    private static long NumberOf(LaneRecord record) => BinaryPrimitives.ReadInt64LittleEndian(record.Bytes.Span);
}
