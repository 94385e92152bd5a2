using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Wire;
using Contrail.Core.Ring;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Core.Snapshots;

/// <summary>Snapshots of captures, read by the official reader and by our own.</summary>
public sealed class SnapshotFileTests
{
    [Theory]
    [MemberData(nameof(Captures.All), MemberType = typeof(Captures))]
    public void The_same_capture_in_pieces_of_any_size_gives_the_same_bytes(string name)
    {
        byte[] stream = Captures.Read(name);
        RecordingLimits limits = new(TimeSpan.FromSeconds(1.5), 64 << 20);
        byte[] whole = FileOf(stream, limits, stream.Length);
        foreach (int pieceBytes in (int[])[1, 2, 7, 1000])
        {
            Assert.True(whole.AsSpan().SequenceEqual(FileOf(stream, limits, pieceBytes)), $"pieces of {pieceBytes}");
        }
    }

    [Theory]
    [MemberData(nameof(Captures.All), MemberType = typeof(Captures))]
    public void A_snapshot_at_any_moment_opens_everywhere_with_the_same_losses_and_events(string name)
    {
        byte[] stream = Captures.Read(name);
        List<string> sent = [.. ReadBack.Of(stream).Events];
        using Recorded recorded = new(new RecordingLimits(TimeSpan.FromSeconds(1), 64 << 20));
        int pieceBytes = stream.Length / 9;
        for (int offset = 0; offset < stream.Length; offset += pieceBytes)
        {
            recorded.Feed(stream.AsSpan(offset, Math.Min(pieceBytes, stream.Length - offset)));
            (byte[] file, SnapshotManifest manifest) = recorded.File();
            Verify(file, manifest, sent);
        }
    }

    [Theory]
    [MemberData(nameof(Captures.All), MemberType = typeof(Captures))]
    public void A_complete_capture_is_reproduced_event_for_event(string name)
    {
        byte[] stream = Captures.Read(name);
        ReadBack sent = ReadBack.Of(stream);
        using Recorded recorded = Recorded.Of(stream);
        (byte[] file, SnapshotManifest manifest) = recorded.File();
        Assert.Equal(sent.Events, ReadBack.Of(file).StreamEvents);
        Assert.Equal(sent.Events.Count, manifest.Events);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(2.5)]
    [InlineData(5.5)]
    [InlineData(8.5)]
    [InlineData(11)]
    public void Losses_before_inside_and_after_the_window_are_reported_at_their_positions(double windowSeconds)
    {
        byte[] stream = Captures.Read("drawn");
        using Recorded recorded = Recorded.Of(
            stream, new RecordingLimits(TimeSpan.FromSeconds(windowSeconds), 64 << 20));
        (byte[] file, SnapshotManifest manifest) = recorded.File();
        OfficialReading official = OfficialReading.Of(file);
        Assert.Equal(manifest.EventsLost, official.EventsLost);
        Assert.Equal(manifest.EventsLost, ReadBack.Of(file).EventsLost);

        // Lost in seconds 2, 5 and 9 (seven each) and at the start of thread 4 in second 6 (five).
        double from = (manifest.FirstUtc!.Value - NetTraceFile.Begin).TotalSeconds;
        long expected = (from <= 2 ? 7 : 0) + (from <= 5 ? 7 : 0) + (from <= 6 ? 5 : 0) + (from <= 9 ? 7 : 0);
        Assert.Equal(expected, manifest.EventsLost);
    }

    [Theory]
    [MemberData(nameof(Captures.All), MemberType = typeof(Captures))]
    public void The_viewer_begins_at_zero_and_nothing_is_before_it(string name)
    {
        using Recorded recorded = Recorded.Of(Captures.Read(name), new RecordingLimits(TimeSpan.Zero, 64 << 20));
        (byte[] file, SnapshotManifest manifest) = recorded.File();
        Assert.InRange(OfficialReading.Of(file).FirstMilliseconds, 0, 1000);
        AssertBeginsAtZero(ReadBack.Of(file));
        Assert.True(manifest.WindowSeconds < 3);
    }

    [Fact]
    public void Losses_before_the_first_event_of_a_reused_id_are_counted_even_if_earlier_incarnations_are_evicted()
    {
        FileEvent tick = RuntimeEvents.Custom("Drawn", 1, "Tick");
        NetTraceFile file = new();
        file.Add(tick, 0, thread: 7).Add(tick, 10, thread: 7).CloseBlock().Rebirth(7);
        file.Add(tick, 1500, thread: 7).CloseBlock().Rebirth(7).Point(1600);
        file.Add(tick, 2700, thread: 7).CloseBlock().Rebirth(7);
        file.Add(tick, 3800, thread: 7, lost: 4).Add(tick, 3900, thread: 7).CloseBlock();
        file.Add(tick, 5000, thread: 1).CloseBlock().Point(5100).Add(tick, 5200, thread: 7);
        using Recorded recorded = Recorded.Of(file.Whole(), new RecordingLimits(TimeSpan.FromSeconds(0.9), 64 << 20));
        (byte[] bytes, SnapshotManifest manifest) = recorded.File();
        Assert.Equal(manifest.EventsLost, OfficialReading.Of(bytes).EventsLost);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(1.2)]
    [InlineData(2.2)]
    [InlineData(60)]
    public void Reused_ids_are_never_counted_as_losses(double windowSeconds)
    {
        FileEvent tick = RuntimeEvents.Custom("Drawn", 1, "Tick");
        NetTraceFile file = new();
        for (int index = 0; index < 60; index++)
        {
            int at = index * 100;
            bool gap = index % 7 == 3;
            file.Add(tick, at, thread: 7, lost: gap ? 2u : 0).Add(tick, at + 1, thread: 8).CloseBlock();
            file.Add(tick, at + 2, thread: 7, lost: index % 5 == 4 ? 1u : 0).CloseBlock();
            if (index % 3 != 1)
            {
                file.Rebirth(7);
            }

            if (index % 4 == 3)
            {
                file.Point(at + 50);
            }
        }

        TimeSpan window = TimeSpan.FromSeconds(windowSeconds);
        using Recorded recorded = new(new RecordingLimits(window, 64 << 20));
        byte[] stream = file.Whole();
        for (int offset = 0; offset < stream.Length; offset += 500)
        {
            recorded.Feed(stream.AsSpan(offset, Math.Min(500, stream.Length - offset)));
            if (recorded.Trace.Latest is null)
            {
                continue;
            }

            (byte[] bytes, SnapshotManifest manifest) = recorded.File();
            Assert.Equal(manifest.EventsLost, OfficialReading.Of(bytes).EventsLost);
            Assert.Equal(manifest.EventsLost, ReadBack.Of(bytes).EventsLost);
        }
    }

    // The official reader shows 0 for what is before the file's beginning, so its own figure proves nothing.
    private static void AssertBeginsAtZero(ReadBack read) =>
        Assert.InRange(read.Times.Min().Since(read.Trace!.SyncTicks), 0, read.Trace.TicksPerSecond);

    private static List<string> Kinds(IEnumerable<string> lines) =>
        [.. lines.GroupBy(line => line.Split(' ')[0].Split('/')[1])
            .Select(kind => $"{kind.Key} x{kind.Count()}").Order()];

    private static byte[] FileOf(byte[] stream, RecordingLimits limits, int pieceBytes)
    {
        using Recorded recorded = Recorded.Of(stream, limits, pieceBytes);
        return recorded.File().Bytes;
    }

    private static void Verify(byte[] file, SnapshotManifest manifest, List<string> sent)
    {
        OfficialReading official = OfficialReading.Of(file);
        ReadBack read = ReadBack.Of(file);
        Assert.Equal(SplitStatus.End, read.Status);
        Assert.Equal(manifest.EventsLost, official.EventsLost);
        Assert.Equal(manifest.EventsLost, read.EventsLost);
        Assert.Equal(0, read.DanglingStackCount);
        Assert.Equal(0, read.RepeatedStackCount);
        Assert.Equal(read.Rows.Count, read.Rows.Select(row => row.Id).Distinct().Count());
        Assert.Equal(Kinds(read.Events), Kinds(official.Events.Select(seen => $"{seen.Provider}/{seen.Id} ")));
        AssertBeginsAtZero(read);
        List<string> all = [.. read.StreamEvents];
        int carried = all.Count - (int)manifest.Events!.Value;
        Assert.All(
            all[..carried],
            line => Assert.Contains(line.Split(' ')[0].Split('/')[1], (string[])["15", "85", "187"]));
        List<string> kept = all[carried..];
        int first = sent.IndexOf(kept[0]);
        Assert.Equal(sent.GetRange(first, kept.Count), kept);
        Assert.Equal(NetTraceFrameKind.SequencePoint, read.Frames.First(kind => kind != NetTraceFrameKind.Metadata));
    }
}
