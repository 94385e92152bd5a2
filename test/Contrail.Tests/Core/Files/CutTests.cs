using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Snapshots;
using Contrail.Core.Ring;
using Contrail.Core.Snapshots;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Core.Files;

/// <summary>A part of a file is a file: with its stacks, its losses and its names.</summary>
public sealed class CutTests
{
    private static readonly FileEvent Tick = RuntimeEvents.Custom("Drawn", 1, "Tick");

    [Theory]
    [InlineData(0, 11_900)]
    [InlineData(0, 1_000)]
    [InlineData(3_100, 3_500)]
    [InlineData(2_500, 9_700)]
    [InlineData(11_000, 11_900)]
    public void It_has_the_blocks_that_touch_the_range_and_no_others(int from, int to)
    {
        byte[] source = Captures.Drawn().Whole();
        (byte[] part, SnapshotManifest manifest) = Intake.Cut(source, from, to);
        ReadBack all = ReadBack.Of(source);
        ReadBack read = ReadBack.Of(part);
        string[] kept = [.. read.StreamEvents];
        string[] within = [.. all.Events.Where((_, index) =>
            all.Times[index] >= At(from) && all.Times[index] <= At(to))];
        Assert.Equal(within, kept.Where(within.Contains));
        Assert.All(kept, line => Assert.Contains(line, all.Events));
        // A drawn block is a thread's second.
        Assert.True(kept.Length <= within.Length + 140, $"{kept.Length} of {within.Length}");
        Assert.Equal((0, 0), (read.DanglingStackCount, read.RepeatedStackCount));
        Assert.Equal(manifest.EventsLost, OfficialReading.Of(part).EventsLost);
        Assert.True(Intake.Verify(part).IsComplete);
        Assert.All(
            Intake.Verify(part).Findings, finding => Assert.Equal(TraceFaultCode.EarlierThanSorted, finding.Code));
        Assert.InRange(manifest.WindowSeconds, (to - from) / 1000d, ((to - from) / 1000d) + 1);
    }

    [Fact]
    public void Losses_are_those_of_the_part()
    {
        byte[] source = Captures.Drawn().Whole();
        // Seven in seconds 2, 5 and 9; five at the start of a thread in second 6.
        Assert.Equal(26, Intake.Cut(source, 0, 11_900).Manifest.EventsLost);
        Assert.Equal(12, Intake.Cut(source, 5_000, 8_000).Manifest.EventsLost);
        Assert.Equal(0, Intake.Cut(source, 7_000, 8_900).Manifest.EventsLost);
    }

    [Theory]
    [MemberData(nameof(Captures.Real), MemberType = typeof(Captures))]
    public void A_part_of_a_runtimes_stream_opens_without_a_loss(string name)
    {
        byte[] source = Captures.Read(name);
        (byte[] part, SnapshotManifest manifest) = Intake.TryCut(
            source, range => (range.LastUtc.AddSeconds(-1), range.LastUtc.AddSeconds(-0.2)))!.Value;
        OfficialReading official = OfficialReading.Of(part);
        Assert.Equal((0, 0L), (official.EventsLost, manifest.EventsLost));
        Assert.InRange(official.Events.Count, 100, ReadBack.Of(source).Events.Count / 2);
        Assert.Empty(Intake.Verify(part).Findings);
        Assert.Equal(0, ReadBack.Of(part).DanglingStackCount);
        Assert.Equal(SourceState.Open, manifest.Source);
    }

    [Fact]
    public void A_cut_claims_no_more_of_a_foreign_file_than_it_shows()
    {
        NetTraceFile file = new();
        for (int second = 1; second < 9; second++)
        {
            file.Add(Tick, second * 1000).CloseBlock();
        }

        // Whether the process lived on after the end of the file, nothing shows; that more follows a part, the file.
        (_, SnapshotManifest inside) = Intake.Cut(file.Torn(), 1_900, 5_100);
        Assert.Equal((SourceState.Open, RequestCoverage.Flushed), (inside.Source, inside.RequestCoverage));
        (_, SnapshotManifest torn) = Intake.Cut(file.Torn(), 1_900, 60_000);
        Assert.Equal((SourceState.Torn, RequestCoverage.Unknown), (torn.Source, torn.RequestCoverage));
        (_, SnapshotManifest toEnd) = Intake.Cut(file.Whole(), 5_900, 60_000);
        Assert.Equal((SourceState.Unknown, RequestCoverage.Unknown, RundownOutcome.Unknown), (
            toEnd.Source, toEnd.RequestCoverage, toEnd.Symbols.Rundown));
    }

    [Fact]
    public void Names_at_the_end_of_the_file_are_included()
    {
        NetTraceFile file = Named().Add(RuntimeEvents.Custom(RuntimeProvider.RundownName, 146, ""), 3_001, thread: 9);
        (byte[] part, SnapshotManifest manifest) = Intake.Cut(file.Whole(), 900, 1_100);
        List<string> events = ReadBack.Of(part).Events;
        Assert.Contains(events, line => IsMethod(line, "Rundown/144", "Some.Type"));
        Assert.DoesNotContain(events, line => IsMethod(line, "Rundown/144", "Never.Called"));
        Assert.Equal(RundownOutcome.Done, manifest.Symbols.Rundown);
        Assert.Empty(manifest.Losses);
    }

    [Fact]
    public void A_part_of_a_snapshot_has_one_manifest_its_one_time_events_and_its_losses()
    {
        NetTraceFile file = new();
        file.Add(new FileEvent("Microsoft-Windows-DotNETRuntime", 15, 0, [1, 2, 3, 4, 5, 6, 7, 8]), 0).CloseBlock();
        for (int second = 1; second < 9; second++)
        {
            file.Stacks(second, [0x1234]).Add(Tick, second * 1000, stack: second).CloseBlock();
        }

        using Recorded recorded = Recorded.Of(file.Torn(), new RecordingLimits(TimeSpan.FromSeconds(5), 64 << 20));
        recorded.Trace.AddLoss(new Loss(file.At(6_100), file.At(6_200), LossReason.RecorderPaused, 1, null));
        recorded.Trace.AddLoss(new Loss(file.At(7_900), file.At(7_950), LossReason.Truncated, 9, null));
        byte[] snapshot = recorded.File().Bytes;
        (byte[] part, SnapshotManifest manifest) = Intake.Cut(snapshot, 5_900, 7_100);
        ReadBack read = ReadBack.Of(part);
        Assert.Equal(LossReason.RecorderPaused, Assert.Single(manifest.Losses).Reason);
        Assert.Equal("a test", manifest.Reason);
        Assert.Equal(2, manifest.Events);
        string[] expected = ["Microsoft-Windows-DotNETRuntime/15", "Drawn/1", "Drawn/1"];
        Assert.Equal(expected, read.StreamEvents.Select(line => line.Split(' ')[0]));
        Assert.Single(read.Events, line => line.StartsWith("Contrail/1", StringComparison.Ordinal));
        (byte[] again, _) = Intake.Cut(part, 6_900, 7_100);
        Assert.Equal(
            ["Microsoft-Windows-DotNETRuntime/15", "Drawn/1"],
            ReadBack.Of(again).StreamEvents.Select(line => line.Split(' ')[0]));
        Assert.Equal(0, OfficialReading.Of(again).EventsLost);
    }

    [Fact]
    public void Losses_before_a_first_event_are_reported_once_however_often_a_part_is_cut_or_repaired()
    {
        NetTraceFile file = new();
        file.Add(Tick, 0).CloseBlock().Add(Tick, 1_000, thread: 2, lost: 5).CloseBlock()
            .Add(Tick, 2_000, thread: 2, lost: 3);
        using Recorded recorded = Recorded.Of(file.Torn());
        byte[] snapshot = recorded.File().Bytes;
        byte[] once = AssertLost(8, snapshot);
        AssertLost(8, once);
        AssertLost(8, Intake.Repair(snapshot.AsSpan(..^1)).File);
    }

    [Fact]
    public void A_part_contains_which_profile_was_in_force_in_it_and_why()
    {
        NetTraceFile file = Seconds(9);
        using Recorded recorded = Recorded.Of(file.Torn());
        FrozenRing ring = recorded.Trace.Freeze(file.At(9_000))!;
        using Snapshot snapshot = new NetTraceAssembler(recorded.Symbols).Assemble(ring, new SnapshotFacts
        {
            Reason = "a test",
            RequestedUtc = NetTraceFile.Begin,
            RequestCoverage = RequestCoverage.Flushed,
            Period = TimeSpan.FromSeconds(9),
            MaxBytes = 64 << 20,
            HeldBytes = 0,
            Profiles = [new(file.At(0), "default", null), new(file.At(4_000), "quiet", "a storm")],
        });
        SnapshotManifest manifest = Intake.Cut(Recorded.BytesOf(snapshot), 5_900, 7_100).Manifest;
        ManifestProfile profile = Assert.Single(manifest.Profiles);
        Assert.Equal(("quiet", "a storm"), (profile.Profile, profile.Because));
    }

    [Fact]
    public void A_name_in_a_manifest_may_be_longer_than_an_event_can_be()
    {
        ProcessFacts process = Manifests.Usual.Process with { OperatingSystem = new string('x', 70_000) };
        NetTraceFile file = Seconds(3).AddAll(
            RuntimeEvents.SnapshotManifest(Manifests.Usual with { Process = process }), 3_000);
        byte[] part = Intake.Cut(file.Whole(), 0, 3_000).File;
        Assert.Empty(Intake.Verify(part).Findings);
    }

    [Fact]
    public void Only_a_part_that_reaches_the_end_has_the_end_of_the_recording()
    {
        NetTraceFile file = Seconds(3).AddAll(
            RuntimeEvents.SnapshotManifest(Manifests.Usual with
            {
                Source = SourceState.Torn,
                EndedHow = SourceEnd.Died.Text,
            }), 3_000);
        SnapshotManifest toEnd = Intake.Cut(file.Whole(), 0, 60_000).Manifest;
        Assert.Equal((RecordingEnd.ProcessDied, SourceEnd.Died.Text), (toEnd.Ending, toEnd.EndedHow));
        SnapshotManifest inside = Intake.Cut(file.Whole(), 0, 1_500).Manifest;
        Assert.Equal((null, null), (inside.Ending, inside.EndedHow));
    }

    [Fact]
    public void False_counts_of_a_manifest_do_not_overflow()
    {
        ManifestLoss loss = new(
            NetTraceFile.Begin.AddSeconds(
                1), NetTraceFile.Begin.AddSeconds(2), LossReason.RecorderPaused, long.MaxValue, 1);
        NetTraceFile file = Seconds(3).AddAll(
            RuntimeEvents.SnapshotManifest(Manifests.Usual with { Losses = [.. Enumerable.Repeat(loss, 300)] }), 3_000);
        SnapshotManifest manifest = Intake.Cut(file.Whole(), 0, 3_000).Manifest;
        Assert.Equal(300L << 40, Assert.Single(manifest.Losses).Count);
    }

    [Fact]
    public void A_part_larger_than_its_memory_is_refused()
    {
        NetTraceFile file = new();
        for (int index = 0; index < 60; index++)
        {
            file.Add(new FileEvent("Drawn", 1, 0, new byte[60_000]), index).CloseBlock();
        }

        byte[] source = file.Whole();
        Assert.Null(Intake.TryCut(source, range => range, maxBytes: 3 << 20));
        Assert.NotNull(Intake.TryCut(source, range => range, maxBytes: 8 << 20));
        Assert.NotNull(Intake.TryCut(source, range => (range.LastUtc, range.LastUtc), maxBytes: 3 << 20));
    }

    [Fact]
    public void A_silent_part_is_a_file_of_silence()
    {
        (byte[] part, SnapshotManifest manifest) = Intake.Cut(
            new NetTraceFile().Add(Tick, 0).CloseBlock().Add(Tick, 9_000).Whole(), 3_000, 4_000);
        Assert.Empty(ReadBack.Of(part).StreamEvents);
        Assert.Equal((1.0, 0L), (manifest.WindowSeconds, manifest.Events));
        Assert.Equal(0, OfficialReading.Of(part).EventsLost);
    }

    private static byte[] AssertLost(int count, byte[] source)
    {
        (byte[] part, SnapshotManifest manifest) = Intake.TryCut(source, range => range)!.Value;
        Assert.Equal(count, manifest.EventsLost);
        Assert.Equal(count, OfficialReading.Of(part).EventsLost);
        return part;
    }

    private static NetTraceFile Seconds(int count)
    {
        NetTraceFile file = new();
        for (int second = 0; second < count; second++)
        {
            file.Add(Tick, second * 1000).CloseBlock();
        }

        return file;
    }

    [Fact]
    public void A_rundown_without_its_end_is_not_complete()
    {
        (_, SnapshotManifest manifest) = Intake.Cut(Named().Whole(), 900, 1_100);
        Assert.Equal(RundownOutcome.Unknown, manifest.Symbols.Rundown);
    }

    private static NetTraceFile Named() => new NetTraceFile()
        .Stacks(1, [0x1010]).Add(Tick, 10, stack: 1).CloseBlock().Add(Tick, 1_000, stack: 1).CloseBlock()
        .Add(Tick, 2_000, stack: 1).CloseBlock()
        .Add(RuntimeEvents.MethodRundown(0x1000, 0x100, "Some.Type", "Called"), 3_000, thread: 9)
        .Add(RuntimeEvents.MethodRundown(0x9000, 0x100, "Never.Called", "M"), 3_000, thread: 9);

    private static bool IsMethod(string line, string provider, string type) =>
        line.Contains(provider, StringComparison.Ordinal) && line.Contains(
            Convert.ToHexString(System.Text.Encoding.Unicode.GetBytes(type)), StringComparison.Ordinal);

    private static TraceTicks At(int milliseconds) => new NetTraceFile().At(milliseconds);
}
