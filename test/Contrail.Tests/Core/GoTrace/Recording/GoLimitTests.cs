using Contrail.Core.Ring;
using Contrail.Tests.Support;
using CsCheck;
using Xunit;

namespace Contrail.Tests.Core.GoTrace.Recording;

/// <summary>Contrail's rule for generations whose size the recorded program decides.</summary>
public sealed class GoLimitTests
{
    private const int MiB = 1 << 20;

    [Fact]
    public void A_generation_larger_than_the_limit_is_kept_and_the_manifest_contains_by_how_much()
    {
        using GoRecorded recorded = new(maxBytes: 2 * MiB);
        recorded.Trace.Append(new GoTraceFile(26).Generation(1, 1).Generation(2, 2, 3 * MiB).Bytes);
        GoRecorded.Taken taken = recorded.Take()!;
        Assert.Equal("2", taken.Generations);
        Assert.InRange(recorded.Trace.Counts().HeldBytes, 3 * MiB, 4 * MiB);
        Assert.Equal(recorded.Trace.Counts().HeldBytes - (2 * MiB), taken.Manifest.CapExceededBytes);
        Assert.DoesNotContain(LossReason.GenerationTooLarge, recorded.Trace.Counts().LossCounts.Keys);
    }

    [Fact]
    public void One_larger_than_twice_the_limit_is_dropped_and_counted_and_the_next_begins_a_run()
    {
        using GoRecorded recorded = new(maxBytes: 2 * MiB);
        recorded.Trace.Append(new GoTraceFile(26).Generation(1, 1).Generation(2, 2, 5 * MiB).Bytes);
        Assert.Null(recorded.Take());
        Assert.Equal(1, recorded.Trace.Counts().LossCounts[LossReason.GenerationTooLarge]);
        recorded.Trace.Append(new GoTraceFile(26).Generation(3, 3).Bytes.AsSpan(16));
        GoRecorded.Taken taken = recorded.Take()!;
        Assert.Equal("3", taken.Generations);
        Assert.Null(taken.Manifest.CapExceededBytes);
    }

    [Fact]
    public void At_most_twice_the_limit_is_held() => Gen.Select(
        Gen.Int[1, 3 * MiB].Array[1, 8], Gen.Int[1, 4]).Sample((sizes, megabytes) =>
        {
            long maxBytes = (long)megabytes * MiB;
            using GoRecorded recorded = new(maxBytes);
            GoTraceFile file = new(26);
            for (int index = 0; index < sizes.Length; index++)
            {
                file.Generation((ulong)index + 1, (ulong)index + 1, sizes[index]);
            }

            byte[] stream = file.Bytes;
            for (int offset = 0; offset < stream.Length; offset += 100_000)
            {
                recorded.Trace.Append(stream.AsSpan(offset, Math.Min(100_000, stream.Length - offset)));
                Assert.True(recorded.Trace.Counts().HeldBytes <= 2 * maxBytes);
            }

            // Whatever was kept is the end of the stream, or nothing was small enough.
            if (recorded.Take() is { } taken)
            {
                GoTraceReading last = GoTraceReading.Of(stream)[^1];
                Assert.True(stream.AsSpan().IndexOf(taken.Trace.AsSpan(16)) >= 0);
                Assert.True(sizes[^1] > maxBytes || taken.Trace.AsSpan().EndsWith(stream.AsSpan(last.Start)));
            }
        }, iter: 60);

    [Fact]
    public void A_period_of_zero_and_a_limit_of_zero_keep_the_newest_complete_generation()
    {
        byte[] stream = new GoTraceFile(26).Generation(1, 1).Generation(2, 2, 200_000).Generation(3, 3).Bytes;
        foreach ((long maxBytes, double seconds) in new[] { (64L << 20, 0d), (0L, 3600d), (0L, 0d) })
        {
            using GoRecorded recorded = new(maxBytes, seconds);
            recorded.Trace.Append(stream);
            Assert.Equal("3", recorded.Take()!.Generations);
        }
    }

    [Fact]
    public void At_least_the_period_is_kept_and_no_generation_more()
    {
        GoTraceFile file = new(26);
        for (ulong number = 1; number <= 10; number++)
        {
            file.Generation(number, number);
        }

        // The last ends a nanosecond before 11 s: 7 begins 4 s before that, less this nanosecond.
        using GoRecorded recorded = new(seconds: 3.5);
        recorded.Trace.Append(file.Bytes);
        Assert.Equal("7 8 9 10", recorded.Take()!.Generations);
    }

    [Fact]
    public void An_earlier_run_is_kept_until_the_new_one_covers_the_period_by_itself()
    {
        using GoRecorded recorded = new(seconds: 2);
        recorded.Trace.Append(new GoTraceFile(26).Generation(1, 1000).Generation(2, 1001).Bytes);
        recorded.Trace.BeginStream(default);

        // Another clock, as after a restart on another machine.
        recorded.Trace.Append(new GoTraceFile(26).Generation(1, 1).Generation(2, 2).Bytes);
        Assert.Contains(".1.earlier.trace", recorded.Take()!.Companions.Keys);
        recorded.Trace.Append(new GoTraceFile(26).Generation(3, 3).Bytes.AsSpan(16));
        Assert.DoesNotContain(".1.earlier.trace", recorded.Take()!.Companions.Keys);
    }

    [Fact]
    public void Runs_of_a_service_that_restarts_all_the_time_are_kept_for_the_period_and_no_longer()
    {
        using GoRecorded recorded = new(seconds: 10);
        for (int run = 0; run < 60; run++)
        {
            recorded.Trace.BreakOff(LossReason.Disconnected, recorded.Trace.Latest ?? default);
            recorded.Trace.BeginStream(recorded.Trace.Latest ?? default);
            recorded.Trace.Append(new GoTraceFile(26).Generation(1, (ulong)run * 2).Bytes);
        }

        GoRecorded.Taken taken = recorded.Take()!;
        int earlierCount = taken.Companions.Keys.Count(
            name => name.EndsWith(".earlier.trace", StringComparison.Ordinal));
        Assert.InRange(earlierCount, 9, 12);
        Assert.Equal("the connection was lost before that", taken.Manifest.ShorterBecause);
    }

    [Fact]
    public void Runs_without_length_are_bounded_in_number()
    {
        using GoRecorded recorded = new(maxBytes: 16 * MiB, seconds: 10);
        GoTraceFile file = new(26);
        for (ulong number = 1; number < 2_000; number++)
        {
            ulong second = number * 2;
            file.Clocks(second, 5).Strings(second, 5).End();
        }

        recorded.Trace.Append(file.Bytes);
        GoRecorded.Taken taken = recorded.Take()!;
        Assert.InRange(taken.Companions.Count, 2, GenerationRing.MaxEarlierRuns + 1);
        Assert.Equal("generations are missing before that", taken.Manifest.ShorterBecause);
    }

    [Theory]
    [InlineData(10, 25)]
    [InlineData(1, 3)]
    public void Under_Gos_rule_a_generation_larger_than_the_limit_is_kept(int megabytes, int generationMegabytes)
    {
        using GoRecorded recorded = new((long)megabytes * MiB, keepAsGo: true);
        recorded.Trace.Append(new GoTraceFile(26).Generation(1, 1).Generation(2, 2, generationMegabytes * MiB).Bytes);
        Assert.Equal(SourceState.Open, recorded.Trace.Counts().Status);
        Assert.Equal("2", recorded.Take()!.Generations);
    }

    [Fact]
    public void A_batch_that_begins_no_generation_allocates_nothing()
    {
        byte[] stream = new GoTraceFile(26).Clocks(1, 1).Bytes;
        byte[] batch = new GoTraceFile(26).Batch(1, 7, 2, new byte[4_000]).Bytes[16..];
        using GoRecorded recorded = new(maxBytes: 128 << 20);
        recorded.Trace.Append(stream);
        for (int count = 0; count < 20; count++)
        {
            recorded.Trace.Append(batch);
        }

        // Segments are taken from the machine outside the heap; what is allocated for one is a small object, and what
        // the runtime allocates while it compiles counts too. One object for each batch would be 480,000 bytes.
        const int BatchCount = 20_000;
        const int OtherBytes = 64 << 10;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int count = 0; count < BatchCount; count++)
        {
            recorded.Trace.Append(batch);
        }

        long segmentCount = (BatchCount * 4_000 / MiB) + 1;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (segmentCount * 250) + OtherBytes);
    }
}
