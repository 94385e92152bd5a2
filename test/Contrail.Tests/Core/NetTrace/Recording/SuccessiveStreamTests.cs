using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Wire;
using Contrail.Core.Ring;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Core.NetTrace.Recording;

/// <summary>Streams of one process that follow each other in one recording.</summary>
public sealed class SuccessiveStreamTests
{
    private static readonly FileEvent Tick = RuntimeEvents.Custom("Drawn", 1, "Tick");
    private static readonly FileEvent Tock = RuntimeEvents.Custom("Drawn", 2, "Tock");

    [Theory]
    [InlineData("net8", "net9", 60)]
    [InlineData("net9", "net10", 60)]
    [InlineData("net10", "net8", 60)]
    [InlineData("drawn", "drawn", 60)]
    [InlineData("net10", "drawn", 60)]
    [InlineData("net8", "net9", 1)]
    [InlineData("net10", "net8", 1)]
    [InlineData("drawn", "drawn", 2.5)]
    [InlineData("net9", "net10", 0)]
    public void Two_captures_cut_anywhere_give_files_with_the_events_of_both(
        string first, string second, double windowSeconds)
    {
        byte[] one = Captures.Read(first);
        byte[] two = LaterCapture.After(Captures.Read(second), one);
        List<string> sentTwo = [.. ReadBack.Of(two).Events];
        for (int part = 1; part <= 5; part++)
        {
            byte[] torn = one[..(one.Length * part / 5)];
            List<string> sent = [.. ReadBack.Of(torn).Events, .. sentTwo];
            using Recorded recorded = new(new RecordingLimits(TimeSpan.FromSeconds(windowSeconds), 64 << 20));
            recorded.Feed(torn).Next();
            for (int offset = 0; offset < two.Length; offset += (two.Length / 3) + 1)
            {
                recorded.Feed(two.AsSpan(offset, Math.Min((two.Length / 3) + 1, two.Length - offset)), 1000);
                (byte[] file, SnapshotManifest manifest) = recorded.File();
                Verify(file, manifest, sent);
            }
        }
    }

    [Fact]
    public void Three_streams_make_one_file_and_each_event_keeps_its_own_meaning_and_stack()
    {
        byte[] one = Stream(0, [(Tick, 10), (Tock, 20)], 0xA1);
        byte[] two = Stream(1000, [(Tock, 10), (Tick, 20)], 0xB2);
        byte[] three = Stream(2000, [(RuntimeEvents.GCStart(1, 0), 10), (Tock, 20)], 0xC3);
        using Recorded recorded = Recorded.Of(one).Next().Feed(two).Next().Feed(three);
        byte[] file = recorded.File().Bytes;
        string[] expected =
        [
            "Drawn/1 A1", "Drawn/2 A1", "Drawn/2 B2", "Drawn/1 B2",
            "Microsoft-Windows-DotNETRuntime/1 C3", "Drawn/2 C3",
        ];
        Assert.Equal(string.Join('\n', expected), string.Join('\n', ReadBack.Of(file).StreamEvents.Select(line =>
            line.Split(' ')[0] + " " + line[(line.IndexOf('[', StringComparison.Ordinal) + 1)..][..2])));
        Assert.Equal(0, OfficialReading.Of(file).EventsLost);
        IEnumerable<int> drawn = ReadBack.Of(file).Rows.Where(row => row.Provider == "Drawn").Select(row => row.Id);
        Assert.Equal([1, 2], drawn.Order());
    }

    [Fact]
    public void Many_streams_of_the_same_kinds_of_events_take_no_more_memory_than_one()
    {
        using Recorded recorded = new(new RecordingLimits(TimeSpan.FromSeconds(1), 64 << 20));
        long heldBefore = 0;
        for (int index = 0; index < 300; index++)
        {
            FileEvent[] order = index % 2 == 0 ? [Tick, Tock] : [Tock, Tick];
            recorded.Feed(Stream(index * 1000, [(order[0], 10), (order[1], 20)], 0xA1)).Next();
            heldBefore = index == 20 ? recorded.Trace.Counts().HeldBytes : heldBefore;
        }

        Assert.InRange(recorded.Trace.Counts().HeldBytes, 1, heldBefore + 4096);
        byte[] file = recorded.File().Bytes;
        Assert.Equal(0, OfficialReading.Of(file).EventsLost);
    }

    [Fact]
    public void One_time_events_of_an_evicted_stream_keep_their_meaning()
    {
        FileEvent typeName = new("Microsoft-Windows-DotNETRuntime", 15, 0, [1, 2, 3, 4, 5, 6, 7, 8]);
        byte[] one = Stream(0, [(Tick, 10), (typeName, 20)], 0xA1);
        byte[] two = Stream(1000, [(Tock, 10), (Tick, 20)], 0xB2);
        byte[] three = Stream(4000, [(Tock, 10), (Tock, 1500), (Tock, 3000), (Tock, 4500)], 0xB2);
        using Recorded recorded = new(new RecordingLimits(TimeSpan.FromSeconds(1), 64 << 20));
        byte[] file = recorded.Feed(one).Next().Feed(two).Next().Feed(three).File().Bytes;
        Assert.StartsWith(
            "Microsoft-Windows-DotNETRuntime/15 ", ReadBack.Of(file).StreamEvents.First(), StringComparison.Ordinal);
        Assert.DoesNotContain(ReadBack.Of(file).StreamEvents, line => line.Contains("[A1", StringComparison.Ordinal));
        Assert.Equal(0, OfficialReading.Of(file).EventsLost);
    }

    [Fact]
    public void Losses_of_both_streams_are_counted_exactly_and_leave_with_their_window()
    {
        NetTraceFile one = new();
        one.Add(Tick, 0).Add(Tick, 100, lost: 3).CloseBlock();
        NetTraceFile two = new();
        two.Add(Tick, 1000, lost: 2).Add(Tick, 1100).Add(Tick, 1200, lost: 5).CloseBlock();
        using Recorded recorded = Recorded.Of(one.Torn(), pieceBytes: 40).Next().Feed(two.Torn());
        (byte[] file, SnapshotManifest manifest) = recorded.File();
        Assert.Equal(10, manifest.EventsLost);
        Assert.Equal(10, OfficialReading.Of(file).EventsLost);
        using Recorded later = new(new RecordingLimits(TimeSpan.FromSeconds(1), 64 << 20));
        later.Feed(one.Torn()).Next().Feed(two.Torn()).Feed(Rest(two));
        Assert.Equal(0, later.File().Manifest.EventsLost);
    }

    [Fact]
    public void The_gap_between_two_streams_is_a_loss_of_that_length_while_the_window_contains_it()
    {
        NetTraceFile one = new();
        one.Add(Tick, 0).CloseBlock();
        NetTraceFile two = new();
        two.Add(Tick, 9000).CloseBlock();
        using Recorded recorded = new(new RecordingLimits(TimeSpan.FromSeconds(1), 64 << 20));
        recorded.Feed(one.Torn());
        recorded.Trace.BreakOff(LossReason.RecorderPaused, one.At(700));
        ManifestLoss open = Assert.Single(recorded.File(one.At(2000)).Manifest.Losses);
        Assert.Equal((LossReason.RecorderPaused, 1L, one.Trace.ToUtc(
            one.At(2000))), (open.Reason, open.Count, open.ToUtc));
        recorded.Trace.BeginStream(one.At(8000));
        ManifestLoss closed = Assert.Single(recorded.Feed(two.Torn()).File().Manifest.Losses);
        Assert.Equal((one.Trace.ToUtc(one.At(0)), one.Trace.ToUtc(one.At(8000))), (closed.FromUtc, closed.ToUtc));
        Assert.Equal(1, recorded.Trace.Counts().LossCounts[LossReason.RecorderPaused]);
        Assert.Empty(recorded.Feed(Rest(two, from: 10_500)).File().Manifest.Losses);
    }

    [Fact]
    public void A_stream_of_another_process_is_refused_and_earlier_data_is_kept()
    {
        TraceObject other = new NetTraceFile().Trace with { ProcessId = 43 };
        using Recorded recorded = Recorded.Of(Stream(0, [(Tick, 10)], 0xA1)).Next();
        recorded.Feed(new NetTraceFile(other).Add(Tick, 1000).Whole());
        Assert.Equal(SourceState.Malformed, recorded.Status);
        Assert.Contains("another process", recorded.Trace.Counts().Fault.Words(), StringComparison.Ordinal);
        Assert.Single(ReadBack.Of(recorded.File().Bytes).StreamEvents);
    }

    [Fact]
    public void The_end_of_a_stream_that_another_follows_is_not_the_end_of_the_recording()
    {
        using Recorded recorded = new();
        recorded.Trace.ExpectStream(new TraceTicks(0));
        recorded.Feed(Stream(0, [(Tick, 10)], 0xA1));
        Assert.Equal(SourceState.Open, recorded.File().Manifest.Source);
        recorded.Next().Feed(Stream(1000, [(Tick, 10)], 0xA1));
        Assert.Equal(SourceState.Ended, recorded.File().Manifest.Source);
        recorded.End();
        Assert.Throws<InvalidOperationException>(() => recorded.Trace.BeginStream(default));
    }

    private static byte[] Stream(double at, (FileEvent Kind, double After)[] events, ulong address)
    {
        NetTraceFile file = new();
        file.Stacks(1, [address]);
        foreach ((FileEvent kind, double after) in events)
        {
            file.Add(kind, at + after, stack: 1).CloseBlock();
        }

        return file.Point(at + events[^1].After + 1).Whole();
    }

    private static byte[] Rest(NetTraceFile file, double from = 2500)
    {
        int before = file.Torn().Length;
        for (int index = 0; index < 4; index++)
        {
            file.Add(Tick, from + (index * 1100)).CloseBlock();
        }

        return file.Torn()[before..];
    }

    private static void Verify(byte[] file, SnapshotManifest manifest, List<string> sent)
    {
        OfficialReading official = OfficialReading.Of(file);
        ReadBack read = ReadBack.Of(file);
        Assert.Equal((SplitStatus.End, ""), (read.Status, read.Fault));
        Assert.Equal(manifest.EventsLost, official.EventsLost);
        Assert.Equal(manifest.EventsLost, read.EventsLost);
        Assert.Equal((0, 0), (read.DanglingStackCount, read.RepeatedStackCount));
        Assert.Equal(read.Events.Count, official.Events.Count);
        List<string> all = [.. read.StreamEvents];
        List<string> kept = all[(all.Count - (int)manifest.Events!.Value)..];
        int first = sent.LastIndexOf(kept[^1]) + 1 - kept.Count;
        Assert.Equal(sent.GetRange(first, kept.Count), kept);
    }
}
