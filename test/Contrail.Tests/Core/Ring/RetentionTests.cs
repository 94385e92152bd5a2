using Contrail.Core.Bytes;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Recording;
using Contrail.Core.Ring;
using Contrail.Tests.Support;
using CsCheck;
using Xunit;

namespace Contrail.Tests.Core.Ring;

public sealed class RetentionTests
{
    private static readonly FileEvent Tick = RuntimeEvents.Custom("Drawn", 1, "Tick");

    [Theory]
    [InlineData("0 1 2", 10, 10, 0)]     // Without 0, what is left would cover 9.
    [InlineData("0 1 2", 11, 10, 1)]     // Without 0, what is left covers just the age.
    [InlineData("0 1 2", 12, 10, 2)]
    [InlineData("0 1 2", 99, 10, 2)]     // Something is always left.
    [InlineData("0 1 2", 2, 0, 2)]       // No age: only the newest.
    public void The_one_that_crosses_the_boundary_stays(string cuts, long now, long age, int tooOld) => Assert.Equal(
        tooOld,
        new Retention(0, age).CountTooOld(
            [.. cuts.Split(' ').Select(cut => new TraceTicks(long.Parse(cut)))], new TraceTicks(now)));

    /// <summary>Blocks of one size: what is kept is what a model that forgets nothing would choose.</summary>
    [Fact]
    public void The_ring_keeps_what_a_model_without_eviction_would_choose() =>
        Gen.Select(
            Gen.Int[1, 4000].Array[1, 40], Gen.Int[0, 12_000], Gen.Int[0, 30]).Sample((gaps, periodMs, megabytes) =>
        {
            NetTraceFile file = new();
            List<long> starts = [];
            long at = 0;
            foreach (int gap in gaps)
            {
                at += gap;
                starts.Add(at);
                file.Add(Tick with { Payload = new byte[60_000] }, at).CloseBlock();
            }

            RecordingLimits limits = new(TimeSpan.FromMilliseconds(periodMs), (long)megabytes << 20);
            using Recorded recorded = Recorded.Of(file.Torn(), limits);
            Assert.True(recorded.Trace.Counts().HeldBytes <= Math.Max(limits.MaxBytes, 3 << 20));
            using Snapshot snapshot = recorded.Snapshot();
            long kept = snapshot.Manifest.Events!.Value;
            List<long> cuts = CutsOf(starts, Math.Clamp(limits.MaxBytes / 16, 64 << 10, 1 << 20));
            long newest = starts[^1];
            int oldest = 0;
            while (oldest + 1 < cuts.Count && newest - cuts[oldest + 1] >= periodMs)
            {
                oldest++;
            }

            long expected = starts.Count(start => start >= cuts[oldest]);
            bool bytesWin = snapshot.Manifest.Losses.Any(loss => loss.Reason == LossReason.Evicted);
            Assert.True(bytesWin ? kept < expected : kept == expected, $"{kept} of {expected}");
        }, iter: 400);

    [Fact]
    public void A_stopped_recording_returns_every_byte_and_a_snapshot_in_flight_stays_readable()
    {
        TraceRecording trace = new(
            new NetTraceFormat(1 << 20), new RecordingLimits(TimeSpan.FromSeconds(2), 4 << 20), 1 << 20);
        trace.Append(Captures.Read("net10"));
        FrozenRing frozen = trace.Freeze(trace.Latest!.Value)!;
        string before = Convert.ToHexString(frozen.GenerationsOldestFirst[0].Frames.Frames.First().Bytes.Span);
        SegmentPool pool = trace.Pool;
        trace.Dispose();
        trace.Dispose();
        Assert.Equal(before, Convert.ToHexString(frozen.GenerationsOldestFirst[0].Frames.Frames.First().Bytes.Span));
        Assert.True(pool.Budget.AllocatedBytes > 0);
        Assert.Equal(0, pool.RingBytes);
        frozen.Dispose();
        frozen.Dispose();
        Assert.Equal(0, pool.Budget.AllocatedBytes);
    }

    [Fact]
    public void Feeding_blocks_allocates_nothing_a_frame_and_little_a_generation()
    {
        NetTraceFile file = new();
        for (int index = 0; index < 6000; index++)
        {
            file.Add(Tick, index * 2).Add(Tick, (index * 2) + 1, thread: 2).CloseBlock();
        }

        byte[] stream = file.Torn();
        using Recorded recorded = new(new RecordingLimits(TimeSpan.FromSeconds(2), 8 << 20));
        recorded.Feed(stream.AsSpan(0, stream.Length / 2));
        long generations = GenerationCount(recorded);
        long before = GC.GetAllocatedBytesForCurrentThread();
        recorded.Feed(stream.AsSpan(stream.Length / 2));
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        generations = GenerationCount(recorded) - generations;
        Assert.InRange(generations, 4, 8);
        Assert.InRange(allocated, 1, (generations + 1) * 4096);
    }

    [Fact]
    public void Memory_that_a_snapshot_had_pinned_is_not_kept_in_addition_to_a_full_ring()
    {
        MemoryBudget budget = new();
        SegmentPool pool = budget.TryOpen(1 << 20, maxBytes: 4 << 20)!;
        Segment[] pinned = [.. Enumerable.Range(0, 4).Select(_ => pool.Rent(1))];
        Array.ForEach(pinned, segment => pool.Hold(segment, forRing: false));
        Array.ForEach(pinned, segment => pool.Release(segment, forRing: true));
        Segment[] ring = [.. Enumerable.Range(0, 4).Select(_ => pool.Rent(1))];
        Assert.Equal((4 << 20, 8 << 20), (pool.RingBytes, budget.AllocatedBytes));
        Array.ForEach(pinned, segment => pool.Release(segment, forRing: false));
        Assert.Equal((4 << 20, 4 << 20), (pool.RingBytes, budget.AllocatedBytes));
        Array.ForEach(ring, segment => pool.Release(segment, forRing: true));
        pool.Dispose();
        Assert.Equal((0, 0), (pool.RingBytes, budget.AllocatedBytes));
    }

    // A cut is made at the first block a second, or so many bytes, after the last one; the first is where the trace
    // began.
    private static List<long> CutsOf(List<long> starts, long maxGenerationBytes)
    {
        List<long> cuts = [0];
        for (int index = 1; index < starts.Count; index++)
        {
            bool bytesDue = starts.Take(index).Count(start => start >= cuts[^1]) * 60_040L >= maxGenerationBytes;
            if (starts[index] - cuts[^1] >= 1000 || bytesDue)
            {
                cuts.Add(starts[index]);
            }
        }

        return cuts;
    }

    private static long GenerationCount(Recorded recorded)
    {
        RecordingCounts counts = recorded.Trace.Counts();
        return counts.GenerationCount + counts.EvictedCount;
    }
}
