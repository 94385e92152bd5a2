using Contrail.Analysis.NetTrace.Reading;
using Contrail.Core.Files;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Files;
using Contrail.Core.NetTrace.Wire;
using Contrail.Core.Snapshots;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.RuntimeEvents;

namespace Contrail.Tests.Analysis.NetTrace;

public sealed class TraceFileFactsTests
{
    /// <summary>The capture thread on which snapshots put what they add.</summary>
    private const ulong Recorder = 1UL << 62;

    [Fact]
    public void A_file_of_another_tool_is_counted_unchanged()
    {
        NetTraceFile file = new NetTraceFile()
            .Add(GCStart(1, 0), at: 20).Add(GCEnd(1, 0), at: 30, thread: 2).Point(at: 35)
            .Add(GCStart(2, 0), at: 40).CloseBlock().Add(MethodRundown(0x1000, 16, "A", "B"), at: 90);
        TraceFileFacts facts = Read(file.Whole());
        Assert.Equal(("nettrace", 4, true), (facts.Format, facts.FormatVersion, facts.Complete));
        Assert.Equal((2, 4, 4, 0), (facts.Generations, facts.Frames, facts.Events, facts.EventsAdded));
        Assert.Equal(NetTraceFile.Begin.AddMilliseconds(20), facts.FirstUtc);
        Assert.Equal(NetTraceFile.Begin.AddMilliseconds(40), facts.LastUtc);
        Assert.Equal(0.02, facts.WindowSeconds, 9);
        Assert.Equal(0.02, facts.EventsSeconds, 9);
        Assert.Equal((null, null), (facts.Fault, facts.RequestCoverage));
        Assert.Empty(facts.Losses);
        Assert.Null(facts.Manifest);
    }

    [Fact]
    public void A_rundown_an_hour_later_makes_no_window_longer_and_the_process_has_a_name()
    {
        const int Hour = 3_600_000;
        byte[] bytes = new NetTraceFile()
            .Add(GCStart(1, 0), at: 20).Add(GCEnd(1, 0), at: 720).CloseBlock()
            .Add(ProcessInfo("/srv/shop --password=hunter2", "Linux", "x64"), at: Hour)
            .Add(MethodRundown(0x1000, 16, "A", "B"), at: Hour + 1).Whole();
        TraceFileFacts facts = Read(bytes);
        Assert.Equal(0.7, facts.WindowSeconds, 9);
        Assert.Equal(
            new ProcessFacts(42, "shop", "/srv/shop --password=***", "", "Linux", "x64"), facts.Process);
        Assert.Equal(facts.LastUtc, Summaries.Read(bytes).Facts.LastUtc);
        ITraceSurvey survey = new NetTraceFiles().Survey();
        Intake.Feed(survey, bytes);
        Assert.Equal((facts.FirstUtc, facts.LastUtc), (survey.RangeUtc?.FirstUtc, survey.RangeUtc?.LastUtc));
    }

    [Fact]
    public void A_file_of_a_rundown_only_has_no_window()
    {
        TraceFileFacts facts = Read(new NetTraceFile().Add(MethodRundown(0x1000, 16, "A", "B"), at: 1).Whole());
        Assert.Equal((null, null, 0d, 1L), (facts.FirstUtc, facts.LastUtc, facts.WindowSeconds, facts.Events));
    }

    [Fact]
    public void Events_that_a_recorder_added_do_not_make_the_events_longer()
    {
        NetTraceFile file = new NetTraceFile()
            .Add(MethodLoad(0x1000, 16, "A", "B"), at: 0, thread: 0, capture: Recorder)
            .Add(GCStart(1, 0), at: 2_000).Add(GCEnd(1, 0), at: 5_000)
            .AddAll(SnapshotManifest(Manifests.Usual), at: 10_100, thread: 0, capture: Recorder);
        TraceFileFacts facts = Read(file.Whole());
        Assert.Equal(3, facts.EventsSeconds, 9);
        Assert.Equal(10.1, facts.WindowSeconds, 9);
        Assert.Equal((4, 2), (facts.Events, facts.EventsAdded));
    }

    [Fact]
    public void A_manifest_in_parts_is_joined_in_any_order()
    {
        SnapshotManifest manifest = Manifests.Usual with { Reason = new string('x', 70_000) };
        List<FileEvent> parts = [.. SnapshotManifest(manifest).Reverse()];
        Assert.Equal(3, parts.Count);
        TraceFileFacts facts = Read(new NetTraceFile().AddAll(parts, at: 1).Whole());
        Assert.Equal(manifest.Reason, facts.Manifest?.Reason);
        Assert.Equal((11, RequestCoverage.Flushed), (facts.Generations, facts.RequestCoverage));
    }

    [Theory]
    [InlineData(0, 1, "{}")]
    [InlineData(0, 1, "no json")]
    [InlineData(0, 1, "null")]
    [InlineData(0, 2, "{\"reason\":\"half\"")]
    [InlineData(-1, 1, "{}")]
    [InlineData(1, 1, "{}")]
    [InlineData(0, 0, "{}")]
    [InlineData(0, int.MaxValue, "{}")]
    [InlineData(int.MinValue, int.MinValue, "{}")]
    public void An_invalid_manifest_is_ignored(int part, int parts, string json)
    {
        TraceFileFacts facts = Read(new NetTraceFile().Add(ManifestPart(part, parts, json), at: 1).Whole());
        Assert.Null(facts.Manifest);
        Assert.Equal(1, facts.Events);
    }

    [Theory]
    [InlineData("\"losses\":[]", "\"losses\":null")]
    [InlineData("\"losses\":[]", "\"losses\":[null]")]
    [InlineData("\"name\":\"Shop\"", "\"name\":null")]
    [InlineData("\"sessions\":[\"main\"]", "\"sessions\":[null]")]
    [InlineData("\"rundown\":\"done\"", "\"rundown\":null")]
    public void A_manifest_with_missing_parts_is_ignored(string whole, string hole)
    {
        string json = SnapshotManifestJson.Write(Manifests.Usual);
        Assert.Contains(whole, json);
        string broken = json.Replace(whole, hole);
        Assert.NotNull(Read(new NetTraceFile().Add(ManifestPart(0, 1, json), at: 1).Whole()).Manifest);
        Assert.Null(Read(new NetTraceFile().Add(ManifestPart(0, 1, broken), at: 1).Whole()).Manifest);
    }

    [Fact]
    public void A_torn_file_is_read_up_to_the_tear_and_its_position_is_reported()
    {
        NetTraceFile file = new NetTraceFile().Add(GCStart(1, 0), at: 20).CloseBlock();
        long offset = file.Offset;
        byte[] torn = file.Add(GCStart(2, 0), at: 30).Add(GCEnd(2, 0), at: 40).Torn(missingBytes: 5);
        TraceFileFacts facts = Read(torn);
        Assert.False(facts.Complete);
        Assert.Equal("the file ends inside a frame", facts.Fault.Words());
        Assert.True(facts.Fault!.Value.Offset > offset, "the metadata row of GCEnd precedes the torn block");
        Assert.Equal((1, 1), (facts.Events, facts.Frames));
        ManifestLoss loss = Assert.Single(facts.Losses);
        Assert.Equal((LossReason.Truncated, NetTraceFile.Begin.AddMilliseconds(20)), (loss.Reason, loss.FromUtc));
    }

    [Fact]
    public void A_file_without_its_end_mark_is_torn_at_its_end()
    {
        NetTraceFile file = new NetTraceFile().Add(GCStart(1, 0), at: 20).CloseBlock();
        TraceFileFacts facts = Read(file.Torn());
        Assert.False(facts.Complete);
        Assert.Equal(new TraceFault(TraceFaultCode.EndMarkMissing, file.Offset), facts.Fault);
    }

    [Fact]
    public void Garbage_after_a_frame_is_a_tear_there()
    {
        NetTraceFile file = new NetTraceFile().Add(GCStart(1, 0), at: 20).CloseBlock();
        TraceFileFacts facts = Read(file.Raw(9, 9, 9, 9));
        Assert.Equal((1, file.Offset), (facts.Events, facts.Fault!.Value.Offset));
        Assert.Equal(LossReason.Malformed, Assert.Single(facts.Losses).Reason);
    }

    [Fact]
    public void Events_that_the_runtime_dropped_are_counted_and_reported()
    {
        NetTraceFile file = new NetTraceFile()
            .Add(GCStart(1, 0), at: 20).CloseBlock().Add(GCEnd(1, 0), at: 30, lost: 7).Point(at: 40);
        TraceFileFacts facts = Read(file.Whole());
        Assert.Equal(7, facts.EventsLost);
        ManifestLoss loss = Assert.Single(facts.Losses);
        Assert.Equal((LossReason.RuntimeDropped, 7L), (loss.Reason, loss.Count));
    }

    [Fact]
    public void A_file_without_events_has_no_times()
    {
        TraceFileFacts facts = Read(new NetTraceFile().Whole());
        Assert.Equal((true, 0L, null, null), (facts.Complete, facts.Events, facts.FirstUtc, facts.LastUtc));
        Assert.Equal((0d, 0d), (facts.WindowSeconds, facts.EventsSeconds));
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("Nett", "the file ends inside a frame")]
    [InlineData("PK\u0003\u0004 and more", "not a nettrace stream")]
    [InlineData("go 1.26 trace\0\0\0", "a Go execution trace")]
    [InlineData("\u0014\0\0\0!FastSerialization.1 and more", "NetPerf")]
    [InlineData("Nettrace\0\0\0\0\u0007\0\0\0\0\0\0\0", "nettrace version 7; this reads versions 4 and 6")]
    [InlineData("Nettrace\0\0\0\0\u0006\0\0\0\0\0\0\0", "the end mark is missing")]
    public void A_stream_of_another_format_is_reported_by_name(string content, string fault)
    {
        using MemoryStream stream = new(System.Text.Encoding.Latin1.GetBytes(content));
        Assert.False(TraceFileFacts.TryRead(stream, out TraceFileFacts? facts, out TraceFault? reported));
        Assert.Null(facts);
        Assert.Contains(fault, reported.Words());
    }

    [Fact]
    public void A_file_cut_anywhere_is_read_up_to_the_cut()
    {
        byte[] whole = new NetTraceFile()
            .Add(GCStart(1, 0), at: 20).Stacks(1, [0x1000, 0x2000]).Add(Sample(), at: 21, stack: 1).Point(at: 30)
            .AddAll(SnapshotManifest(Manifests.Usual), at: 40).Whole();
        long eventsBefore = 0;
        for (int count = 0; count <= whole.Length; count++)
        {
            using MemoryStream stream = new(whole, 0, count);
            if (TraceFileFacts.TryRead(stream, out TraceFileFacts? facts, out _))
            {
                Assert.True(facts!.Events >= eventsBefore);
                Assert.Equal(count == whole.Length, facts.Complete);
                eventsBefore = facts.Events;
            }
        }

        Assert.Equal(3, eventsBefore);
    }

    [Fact]
    public void Impossible_times_lead_to_bounded_durations()
    {
        TraceObject slow = new NetTraceFile().Trace with { TicksPerSecond = 1 };
        NetTraceFile file = new NetTraceFile(slow with { SyncTicks = new(long.MinValue / 2) })
            .Add(GCStart(1, 0), at: 0).Add(GCEnd(1, 0), at: 9e18);
        TraceFileFacts facts = Read(file.Whole());
        Assert.InRange(facts.WindowSeconds, 1, 1e10);
        Assert.True(facts.FirstUtc <= facts.LastUtc);
    }

    private static TraceFileFacts Read(byte[] bytes)
    {
        using MemoryStream stream = new(bytes);
        Assert.True(TraceFileFacts.TryRead(stream, out TraceFileFacts? facts, out TraceFault? fault), fault.Words());
        return facts!;
    }
}
