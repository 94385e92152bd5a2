using Contrail.Core.Ring;
using Contrail.Tests.Support;
using CsCheck;
using Xunit;

namespace Contrail.Tests.Core.NetTrace.Recording;

/// <summary>A peer decides on frames, and not on memory: all that it makes grow is weighed against the limit.</summary>
[Collection(Alone.Name)]
public sealed class HostileStreamTests
{
    private const int MiB = 1 << 20;

    [Theory]
    [InlineData(nameof(HostileStream.Kind.Stacks), 1_200)]
    [InlineData(nameof(HostileStream.Kind.SmallStacks), 40_000)]
    [InlineData(nameof(HostileStream.Kind.EmptyPoints), 120_000)]
    [InlineData(nameof(HostileStream.Kind.PointsOfNewThreads), 2_000)]
    [InlineData(nameof(HostileStream.Kind.StacksAndPoints), 80_000)]
    [InlineData(nameof(HostileStream.Kind.Rows), 20_000)]
    [InlineData(nameof(HostileStream.Kind.OneTimeEvents), 1_000)]
    [InlineData(nameof(HostileStream.Kind.NewThreads), 500)]
    [InlineData(nameof(HostileStream.Kind.LargeEvents), 40)]
    [InlineData(nameof(HostileStream.Kind.LargeStacks), 12)]
    [InlineData(nameof(HostileStream.Kind.LostEvents), 500)]
    public void Frames_of_one_kind_without_end_keep_the_count_and_the_memory_within_the_bound(
        string name, int frameCount)
    {
        const int ChunkBytes = 256 << 10;
        HostileStream.Kind kind = Enum.Parse<HostileStream.Kind>(name);
        RecordingLimits limits = new(TimeSpan.FromHours(1), 4 * MiB);
        using Recorded recorded = new(limits, limits.MaxRetainedBytes);
        HostileStream stream = new();
        recorded.Feed(stream.Take());
        long heapBefore = GC.GetTotalMemory(forceFullCollection: true);
        long heapMost = 0;
        for (int fed = 1; fed <= frameCount && recorded.Status == SourceState.Open; fed++)
        {
            stream.Add(kind);
            if (stream.PendingBytes > ChunkBytes || fed == frameCount)
            {
                recorded.Feed(stream.Take());
                Assert.InRange(recorded.Trace.Counts().HeldBytes, 0, 12 * MiB);
                Assert.InRange(recorded.Trace.Pool.Budget.AllocatedBytes, 0, 8 * MiB);
            }

            if (fed % Math.Max(1, frameCount / 4) == 0)
            {
                heapMost = Math.Max(heapMost, GC.GetTotalMemory(forceFullCollection: true) - heapBefore);
            }
        }

        Assert.InRange(heapMost, long.MinValue, 16 * MiB);
    }

    [Fact]
    public void Data_that_does_not_fit_even_alone_is_evicted_and_recording_continues_after_the_next_sequence_point()
    {
        RecordingLimits limits = new(TimeSpan.FromHours(1), 4 * MiB);
        using Recorded recorded = new(limits, limits.MaxRetainedBytes);
        FileEvent tick = RuntimeEvents.Custom("Drawn", 1, "Tick");
        NetTraceFile file = new();
        file.Add(tick, 1).CloseBlock();
        for (int number = 0; number < 1_000; number++)
        {
            file.Stacks(number * 20, [.. Enumerable.Range(0, 20).Select(_ => new ulong[80])]);
        }

        file.Add(tick, 2_000, stack: 1).Point(2_001);
        file.Stacks(1, [0x1234]).Add(tick, 3_000, stack: 1).CloseBlock();
        recorded.Feed(file.Torn());
        Assert.Equal(SourceState.Open, recorded.Status);
        (byte[] bytes, SnapshotManifest manifest) = recorded.File();
        ReadBack read = ReadBack.Of(bytes);
        Assert.Single(read.StreamEvents);
        Assert.Equal(0, read.DanglingStackCount);
        Assert.Equal(0, OfficialReading.Of(bytes).EventsLost);
        ManifestLoss loss = Assert.Single(manifest.Losses);
        Assert.Equal((LossReason.Evicted, 2L), (loss.Reason, loss.Count));
        Assert.Equal("the memory limit was reached", manifest.ShorterBecause);
    }

    [Fact]
    public void Any_mix_of_frames_at_any_limit_keeps_the_count_within_the_bound_and_the_file_readable() => Gen.Select(
        Gen.Enum<HostileStream.Kind>().Array[1, 30], Gen.Int[1, 8], Gen.Int[1, 50]).Sample((kinds, megabytes, repeat) =>
        {
            RecordingLimits limits = new(TimeSpan.FromSeconds(5), (long)megabytes * MiB);
            using Recorded recorded = new(limits, limits.MaxRetainedBytes);
            HostileStream stream = new();
            foreach (HostileStream.Kind kind in kinds)
            {
                for (int count = 0; count < (kind == HostileStream.Kind.LargeStacks ? 1 : repeat); count++)
                {
                    stream.Add(kind);
                }

                recorded.Feed(stream.Take());
                Assert.InRange(recorded.Trace.Counts().HeldBytes, 0, limits.MaxLoneBytes + limits.MaxCarriedBytes);
                Assert.InRange(recorded.Trace.Pool.Budget.AllocatedBytes, 0, limits.MaxLoneBytes);
            }

            Assert.Equal(0, ReadBack.Of(recorded.File().Bytes).DanglingStackCount);
        }, iter: 15);
}
