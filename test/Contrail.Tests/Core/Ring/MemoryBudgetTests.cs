using Contrail.Core.Bytes;
using Contrail.Core.NetTrace.Recording;
using Contrail.Core.NetTrace.Wire;
using Contrail.Core.Ring;
using Contrail.Tests.Support;
using CsCheck;
using Xunit;

namespace Contrail.Tests.Core.Ring;

/// <summary>Recordings that share a memory limit: what each may hold, and what none can take from another.</summary>
public sealed class MemoryBudgetTests
{
    private const long Mebibyte = 1 << 20;
    private static readonly RecordingLimits Limits = new(TimeSpan.FromHours(1), 32 * Mebibyte);
    private static readonly FileEvent Large = RuntimeEvents.Custom("Drawn", 1, "Large") with
    {
        Payload = new byte[40_000],
    };

    [Fact]
    public void The_sum_of_what_recordings_hold_never_exceeds_the_budget()
    {
        MemoryBudget budget = new(24 * Mebibyte);
        TraceRecording[] recordings = [.. Enumerable.Range(0, 4).Select(_ => Open(budget))];
        byte[][] streams = [.. recordings.Select((_, index) => Stream(megabytes: 4 + (index * 8)))];
        long most = 0;
        for (int at = 0; at < streams.Max(stream => stream.Length); at += 60_000)
        {
            for (int index = 0; index < recordings.Length; index++)
            {
                ReadOnlySpan<byte> left = streams[index].AsSpan(Math.Min(at, streams[index].Length));
                recordings[index].Append(left[..Math.Min(60_000, left.Length)]);
                long held = recordings.Sum(recording => recording.Counts().HeldBytes);
                Assert.InRange(held, 0, budget.ReservedBytes);
                Assert.InRange(budget.ReservedBytes, 0, budget.MaxBytes);
                most = Math.Max(most, held);
            }
        }

        Assert.InRange(most, budget.MaxBytes * 3 / 4, budget.MaxBytes);
        Array.ForEach(recordings, recording => recording.Dispose());
        Assert.Equal((0, 0, 0), (budget.ReservedBytes, budget.AllocatedBytes, budget.RecordingCount));
    }

    [Fact]
    public void A_flood_takes_nothing_of_the_guaranteed_part_of_another()
    {
        MemoryBudget budget = new(24 * Mebibyte);
        using TraceRecording flooded = Open(budget);
        using TraceRecording calm = Open(budget);
        flooded.Append(Stream(megabytes: 40));
        Assert.Contains(LossReason.Evicted, flooded.Counts().LossCounts.Keys);

        // 12 MiB are guaranteed in equal parts.
        calm.Append(Stream(megabytes: 5));
        Assert.DoesNotContain(LossReason.Evicted, calm.Counts().LossCounts.Keys);
        Assert.InRange(calm.Counts().HeldBytes, 5 * Mebibyte, 6 * Mebibyte);
        flooded.Append(Stream(megabytes: 40).AsSpan(Stream(0).Length));
        Assert.InRange(calm.Counts().HeldBytes, 5 * Mebibyte, 6 * Mebibyte);
    }

    [Fact]
    public void A_recording_that_needs_more_than_its_part_is_lent_what_is_free()
    {
        MemoryBudget budget = new(24 * Mebibyte);
        using TraceRecording busy = Open(budget);
        using TraceRecording idle = Open(budget);
        busy.Append(Stream(megabytes: 12));
        Assert.DoesNotContain(LossReason.Evicted, busy.Counts().LossCounts.Keys);
        Assert.InRange(busy.Counts().HeldBytes, 12 * Mebibyte, 14 * Mebibyte);
    }

    [Fact]
    public void The_limit_of_a_recording_holds_within_the_budget()
    {
        MemoryBudget budget = new(64 * Mebibyte);
        using TraceRecording small = Open(budget, Limits with { MaxBytes = 4 * Mebibyte });
        small.Append(Stream(megabytes: 12));
        Assert.InRange(small.Counts().HeldBytes, 2 * Mebibyte, 4 * Mebibyte);
    }

    [Fact]
    public void A_recording_that_starts_is_given_its_part_of_what_others_hold()
    {
        MemoryBudget budget = new(24 * Mebibyte);
        using TraceRecording first = Open(budget);
        first.Append(Stream(megabytes: 40));
        long before = first.Counts().HeldBytes;
        using TraceRecording second = Open(budget);
        Assert.InRange(first.Counts().HeldBytes, 5 * Mebibyte, before - Mebibyte);
        second.Append(Stream(megabytes: 5));
        Assert.DoesNotContain(LossReason.Evicted, second.Counts().LossCounts.Keys);
        Assert.InRange(budget.ReservedBytes, 0, budget.MaxBytes);
    }

    [Fact]
    public void A_recording_is_refused_when_the_parts_would_be_too_small_until_another_ends()
    {
        MemoryBudget budget = new(8 * Mebibyte);
        SegmentPool first = budget.TryOpen(RecordingLimits.MinSegmentBytes, Mebibyte)!;
        SegmentPool second = budget.TryOpen(RecordingLimits.MinSegmentBytes, Mebibyte)!;
        Assert.Equal((2 * Mebibyte, 2 * Mebibyte), (first.GuaranteedBytes, second.GuaranteedBytes));
        Assert.Null(budget.TryOpen(RecordingLimits.MinSegmentBytes, Mebibyte));
        second.Dispose();
        Assert.NotNull(budget.TryOpen(RecordingLimits.MinSegmentBytes, Mebibyte));
        Assert.Equal(2, budget.RecordingCount);
    }

    [Fact]
    public void A_recording_is_refused_when_the_others_cannot_evict_enough()
    {
        MemoryBudget budget = new(24 * Mebibyte);
        SegmentPool stubborn = budget.TryOpen(RecordingLimits.MinSegmentBytes, 32 * Mebibyte)!;
        Assert.True(stubborn.TryReserve(20 * Mebibyte, forState: true));
        Assert.Null(budget.TryOpen(RecordingLimits.MinSegmentBytes, 32 * Mebibyte));
        Assert.Equal((1, 12 * Mebibyte), (budget.RecordingCount, stubborn.GuaranteedBytes));
    }

    [Fact]
    public void State_may_take_what_segments_leave_free()
    {
        MemoryBudget budget = new(24 * Mebibyte);
        SegmentPool pool = budget.TryOpen(RecordingLimits.MinSegmentBytes, 32 * Mebibyte)!;
        Assert.True(pool.TryReserve(21 * Mebibyte, forState: false));
        Assert.False(pool.TryReserve(22 * Mebibyte, forState: false));
        Assert.True(pool.TryReserve(24 * Mebibyte, forState: true));
        Assert.False(pool.TryReserve(25 * Mebibyte, forState: true));
        Assert.True(pool.TryReserve(23 * Mebibyte, forState: false));
    }

    /// <summary>Random requests: the sum stays within the budget, and no guaranteed part is ever refused.</summary>
    [Fact]
    public void The_budget_holds_and_guaranteed_parts_are_granted_in_any_order_of_requests() =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 40], Gen.Bool).Array[1, 200].Sample(requests =>
        {
            MemoryBudget budget = new(32 * Mebibyte);
            List<SegmentPool> pools = [];
            foreach ((int at, int megabytes, bool forState) in requests)
            {
                if (at >= pools.Count)
                {
                    Add(budget, pools);
                    continue;
                }

                SegmentPool pool = pools[at];
                bool isGranted = pool.TryReserve(megabytes * Mebibyte, forState);
                Assert.True(isGranted || megabytes * Mebibyte > pool.GuaranteedBytes);
                Assert.InRange(budget.ReservedBytes, 0, budget.MaxBytes);
            }
        });

    [Fact]
    public void Returned_segments_serve_other_recordings_up_to_the_limits_of_all()
    {
        MemoryBudget budget = new();
        SegmentPool first = budget.TryOpen(1 << 20, 2 * Mebibyte)!;
        SegmentPool second = budget.TryOpen(1 << 20, 2 * Mebibyte)!;
        Segment[] lent = [.. Enumerable.Range(0, 4).Select(_ => first.Rent(1))];
        Array.ForEach(lent, segment => first.Release(segment, forRing: true));
        Assert.Equal(4 * Mebibyte, budget.AllocatedBytes);
        Segment reused = second.Rent(1);
        Assert.Equal((4 * Mebibyte, Mebibyte, 0), (budget.AllocatedBytes, second.RingBytes, first.RingBytes));
        first.Dispose();
        Assert.Equal(2 * Mebibyte, budget.AllocatedBytes);
        second.Release(reused, forRing: true);
        second.Dispose();
        Assert.Equal(0, budget.AllocatedBytes);
    }

    // It can always be trimmed to its part.
    private static void Add(MemoryBudget budget, List<SegmentPool> pools)
    {
        SegmentPool added = budget.TryOpen(RecordingLimits.MinSegmentBytes, 32 * Mebibyte)!;
        added.Trim = () => Assert.True(added.TryReserve(Math.Min(added.ReservedBytes, added.GuaranteedBytes), false));
        pools.Add(added);
    }

    private static TraceRecording Open(MemoryBudget budget, RecordingLimits? limits = null) => new(
        new NetTraceFormat(1 << 20),
        limits ?? Limits,
        NetTraceSplitter.MaxFrameBytes,
        pool: budget.TryOpen(RecordingLimits.MinSegmentBytes, (limits ?? Limits).MaxBytes)!);

    // Blocks of 40 kB, ten a second.
    private static byte[] Stream(int megabytes)
    {
        NetTraceFile file = new();
        for (int index = 0; index < megabytes * 26; index++)
        {
            file.Add(Large, index * 100).CloseBlock();
        }

        return file.Torn();
    }
}
