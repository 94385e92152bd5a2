using Contrail.Core.NetTrace.Recording;
using Contrail.Core.NetTrace.Wire;
using Contrail.Core.Ring;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Core.NetTrace.Recording;

/// <summary>What a recording makes of streams that are quiet, broken or hostile.</summary>
public sealed class RecordedStreamTests
{
    private static readonly FileEvent Tick = RuntimeEvents.Custom("Drawn", 1, "Tick");
    private static readonly RecordingLimits Second = new(TimeSpan.FromSeconds(1), 64 << 20);

    [Fact]
    public void A_quiet_process_forgets_nothing_that_a_later_event_needs_and_its_silence_counts()
    {
        NetTraceFile file = new();
        file.Stacks(1, [0x1234, 0x5678]).Add(Tick, 10, stack: 1).CloseBlock();
        for (int hour = 1; hour <= 3; hour++)
        {
            file.Add(Tick, hour * 3_600_000, stack: 1).CloseBlock();
        }

        using Recorded recorded = Recorded.Of(file.Torn(), Second);
        (byte[] bytes, SnapshotManifest manifest) = recorded.File(now: file.At(4 * 3_600_000));
        ReadBack read = ReadBack.Of(bytes);
        Assert.Equal(0, read.DanglingStackCount);
        Assert.Equal(0, OfficialReading.Of(bytes).EventsLost);
        Assert.Contains(read.StreamEvents, line => line.Contains("[34120000", StringComparison.Ordinal));
        Assert.Equal(7200, manifest.WindowSeconds, precision: 0);
        Assert.Null(manifest.ShorterBecause);
    }

    [Fact]
    public void Stacks_with_as_many_frames_as_the_runtime_collects_are_counted()
    {
        NetTraceFile file = new();
        file.Stacks(1, new ulong[99], new ulong[100], [], new ulong[100]).Add(Tick, 10, stack: 2).CloseBlock();
        using Recorded recorded = Recorded.Of(file.Torn());
        Assert.Equal(2, recorded.File().Manifest.StacksAtLimit);
    }

    [Fact]
    public void A_process_that_has_done_nothing_has_a_past_of_silence()
    {
        NetTraceFile silent = new();
        using Recorded recorded = Recorded.Of(silent.Torn());
        (byte[] bytes, SnapshotManifest manifest) = recorded.File(silent.At(5_000));
        Assert.Equal((5.0, 0L, 0), (manifest.WindowSeconds, manifest.Events, manifest.Losses.Count));
        Assert.Equal(0, OfficialReading.Of(bytes).EventsLost);
    }

    [Fact]
    public void Once_the_source_has_ended_the_window_ends_there_however_late_it_is_requested()
    {
        NetTraceFile file = new();
        file.Add(Tick, 0).CloseBlock();
        using Recorded recorded = Recorded.Of(file.Torn());
        recorded.Trace.Complete(file.At(7000));
        SnapshotManifest manifest = recorded.File(now: file.At(99_000)).Manifest;
        Assert.Equal(7, manifest.WindowSeconds, precision: 2);
        Assert.Equal(SourceState.Torn, manifest.Source);
    }

    [Fact]
    public void One_time_events_outlive_their_generation_and_are_at_the_start_of_the_window()
    {
        NetTraceFile file = new();
        file.Add(Once(15, 1), 0).Add(Once(187, 2), 1).Add(Once(85, 3), 2).Add(Once(85, 4), 3).CloseBlock();
        file.Add(Once(86, 4), 1500).CloseBlock();
        file.Add(Tick, 3000).CloseBlock().Add(Tick, 4500).CloseBlock().Add(Tick, 6000).CloseBlock();
        using Recorded recorded = Recorded.Of(file.Whole(), Second);
        (byte[] bytes, SnapshotManifest manifest) = recorded.File();
        List<string> events = [.. ReadBack.Of(bytes).StreamEvents];
        string[] ids = [.. events.Select(line => line.Split(' ')[0].Split('/')[1])];
        Assert.Equal(["15", "187", "85", "1", "1"], ids);
        Assert.Contains("0300000000000000", events[2], StringComparison.Ordinal);
        Assert.Equal(0, OfficialReading.Of(bytes).EventsLost);
        Assert.Equal(2, manifest.Events);
    }

    [Fact]
    public void A_one_time_event_of_the_largest_size_survives_too()
    {
        NetTraceFile file = new();
        file.Add(Once(15, 1, payloadBytes: 65_000), 0).CloseBlock();
        file.Add(Tick, 3000).CloseBlock().Add(Tick, 4500).CloseBlock().Add(Tick, 6000).CloseBlock();
        using Recorded recorded = Recorded.Of(file.Whole(), Second);
        byte[] bytes = recorded.File().Bytes;
        Assert.Contains(OfficialReading.Of(bytes).Events, read => read.Id == 15);
    }

    [Fact]
    public void One_time_events_beyond_their_memory_are_a_loss()
    {
        NetTraceFile file = new();
        for (int index = 0; index < 50; index++)
        {
            file.Add(Once(15, index, payloadBytes: 1000), index);
        }

        file.CloseBlock().Add(Tick, 3000).CloseBlock().Add(Tick, 4500).CloseBlock().Add(Tick, 6000).CloseBlock();
        using Recorded recorded = new(Second, maxRetainedBytes: 20_000);
        SnapshotManifest manifest = recorded.Feed(file.Whole()).File().Manifest;
        ManifestLoss loss = Assert.Single(manifest.Losses);
        Assert.Equal((LossReason.CarriedForgotten, 34), (loss.Reason, loss.Count));
        Assert.Equal(0, manifest.EventsLost);
    }

    [Fact]
    public void Damage_within_a_block_keeps_every_event_before_it_and_its_position_is_reported()
    {
        NetTraceFile file = new();
        file.Add(Tick, 0).Add(Tick, 1).CloseBlock();
        long damaged = file.Offset;
        file.Add(Tick, 2).Add(Tick, 3).Add(Once(999, 4), 4).Add(Tick, 5).CloseBlock();
        byte[] stream = file.Whole();

        // The length of the fifth event becomes larger than all that follows.
        int payloadAt = stream.AsSpan().LastIndexOf("\u0004\0\0\0\0\0\0\0"u8);
        stream[payloadAt - 1] = 0x7F;
        using Recorded recorded = Recorded.Of(stream);
        RecordingCounts counts = recorded.Trace.Counts();
        Assert.Equal(SourceState.Malformed, counts.Status);
        Assert.Equal(EventBlockAt(stream, damaged), counts.Fault!.Value.Offset);
        (byte[] bytes, SnapshotManifest manifest) = recorded.File();
        Assert.Equal(4, ReadBack.Of(bytes).StreamEvents.Count());
        Assert.Equal(4, manifest.Events);
        Assert.Equal(0, OfficialReading.Of(bytes).EventsLost);
        Assert.Equal(SourceState.Malformed, manifest.Source);
        Assert.Contains(manifest.Losses, loss => loss.Reason == LossReason.Malformed);
    }

    [Fact]
    public void An_event_without_a_row_is_damage_and_everything_before_it_is_kept()
    {
        byte[] undefined = new BlockDrawing().Blob((EventHeaderFlags)0x87, [9, 4, 7, 0, 7, 0, 0]).ToArray();
        NetTraceFile file = new();
        file.Add(Tick, 0).Add(Tick, 1).CloseBlock().Block(NetTraceFrameKind.Events, undefined);
        using Recorded recorded = Recorded.Of(file.Add(Tick, 2).Whole());
        Assert.Equal(SourceState.Malformed, recorded.Status);
        (byte[] bytes, SnapshotManifest manifest) = recorded.File();
        Assert.Equal(2, ReadBack.Of(bytes).StreamEvents.Count());
        Assert.Equal(0, manifest.EventsLost);
        Assert.Equal(0, OfficialReading.Of(bytes).EventsLost);
    }

    [Fact]
    public void A_stream_torn_at_any_byte_keeps_all_complete_frames_and_counts_the_rest()
    {
        byte[] stream = Captures.Drawn().Torn()[..6000];
        for (int bytes = 400; bytes < stream.Length; bytes += 37)
        {
            using Recorded recorded = Recorded.Of(stream.AsSpan(0, bytes)).End();
            Assert.Equal(SourceState.Torn, recorded.Status);
            if (recorded.Trace.Latest is not null)
            {
                byte[] file = recorded.File().Bytes;
                Assert.Equal(ReadBack.Of(stream.AsSpan(0, bytes)).Events, ReadBack.Of(file).StreamEvents);
            }
        }
    }

    [Fact]
    public void A_frame_larger_than_any_may_be_ends_the_recording()
    {
        NetTraceFile file = new();
        file.Add(Tick, 0).CloseBlock();
        byte[] block = new NetTraceFile().Block(NetTraceFrameKind.Events, []).Torn()[102..];
        block[29] = 0x7F;
        using Recorded recorded = Recorded.Of(file.Raw(block));
        Assert.Equal(SourceState.Malformed, recorded.Status);
        Assert.Single(ReadBack.Of(recorded.File().Bytes).StreamEvents);
    }

    [Fact]
    public void Hostile_rows_and_threads_end_the_recording_before_they_take_the_memory()
    {
        RecordingLimits limits = new(TimeSpan.FromSeconds(1), 4 << 20);
        foreach (byte[] stream in (byte[][])[ManyThreads(1_500_000), ManyListed(1_200_000), HighRow()])
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            using Recorded recorded = Recorded.Of(stream, limits);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.Equal(SourceState.Malformed, recorded.Status);
            Assert.InRange(allocated, 0, 128 << 20);
        }
    }

    [Fact]
    public void Bytes_corrupted_anywhere_never_throw()
    {
        byte[] capture = Captures.Drawn().Torn()[..8000];
        Random random = new(7);
        for (int round = 0; round < 400; round++)
        {
            byte[] stream = [.. capture];
            for (int hit = 0; hit < 3; hit++)
            {
                stream[random.Next(32, stream.Length)] = (byte)random.Next(256);
            }

            using Recorded recorded = Recorded.Of(stream, Second).End();
            if (recorded.Trace.Counts().Start is not null)
            {
                Assert.NotEmpty(recorded.File().Bytes);
            }
        }
    }

    private static FileEvent Once(int eventId, int about, int payloadBytes = 24)
    {
        byte[] payload = new byte[payloadBytes];
        BitConverter.TryWriteBytes(payload, (long)about);
        return new FileEvent("Microsoft-Windows-DotNETRuntime", eventId, 0, payload);
    }

    // The metadata block of a new kind of event precedes the damaged block.
    private static int EventBlockAt(byte[] stream, long after) =>
        (int)after + stream.AsSpan((int)after).IndexOf("EventBlock"u8) - 15;

    private static byte[] ManyThreads(int count)
    {
        BlockDrawing block = new();
        for (int index = 0; index < count; index++)
        {
            block.Blob((EventHeaderFlags)3, [1, 0, (ulong)index, 0, 0]);
        }

        return new NetTraceFile().Add(Tick, 0).Block(NetTraceFrameKind.Events, block.ToArray()).Whole();
    }

    private static byte[] ManyListed(int count) => new NetTraceFile().Add(Tick, 0).Block(
        NetTraceFrameKind.SequencePoint,
        SequencePoint.Build(default, [.. Enumerable.Range(0, count).Select(index => ((ulong)index, 5u))])).Whole();

    private static byte[] HighRow()
    {
        byte[] row = new PayloadWriter()
            .U32(MetadataRows.MaxId + 1).Text("P").U32(1).Text("").U64(0).U32(0).U32(4).ToArray();
        byte[] block = new BlockDrawing().Blob((EventHeaderFlags)128, [0, (ulong)row.Length]).Bytes(row).ToArray();
        return new NetTraceFile().Block(NetTraceFrameKind.Metadata, block).Whole();
    }
}
