using Contrail.Analysis.NetTrace.Reading;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Snapshots.Lanes;
using Contrail.Core.Ring;
using Contrail.Core.Ring.Lanes;
using Contrail.Core.Ring.Lanes.Figures;
using Contrail.Core.Snapshots;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Core.GoTrace.Snapshots;

/// <summary>The lanes of a Go recording, in a nettrace file next to its trace and on its clock.</summary>
public sealed class GoLaneFileTests
{
    /// <summary>The drawn trace begins at this time of its clock.</summary>
    private const int StartMs = 1_000;

    private static readonly LaneTraceFile LaneFile = new();

    [Theory]
    [InlineData(22)]
    [InlineData(26)]
    public void Samples_and_figures_are_in_a_companion_on_the_clock_of_the_trace(int minor)
    {
        using GoRecorded recorded = WithLanes(minor);
        GoRecorded.Taken taken = recorded.Take(LaneFile)!;
        byte[] lanes = taken.Companions[SnapshotCompanion.LanesSuffix];
        IReadOnlyList<OfficialSample> samples = OfficialSample.AllOf(lanes);
        Assert.Equal(
            ["7: 1000 2000", "8: 1000 2000", "7: 3000"],
            samples.Select(sample =>
                $"{sample.ThreadId}:" + string.Concat(sample.Addresses.Select(address => $" {address:x}"))));
        Assert.All(
            samples.Zip([400, 1_500, 1_600]), pair => Assert.Equal(pair.Second, pair.First.Milliseconds, tolerance: 1));
        Assert.All(samples, sample => Assert.Equal(5ul, sample.Value));
        Assert.Equal(3, SampleRecords.Read(lanes).Samples.Count);
        TraceVerdictIsSound(lanes);
        TraceFileFacts facts = FactsOf(lanes);
        Assert.Equal(
            (taken.Manifest.FirstUtc, taken.Manifest.LastUtc), (facts.Manifest!.FirstUtc, facts.Manifest.LastUtc));
        Assert.Equal(taken.Manifest.FirstUtc, facts.FirstUtc);
        Assert.Contains(
            TraceEventDecoding.Of(lanes), one => one.Name == "Network" && one.Milliseconds is >= 600 and < 601);
    }

    [Fact]
    public void Both_manifests_list_the_lanes_and_that_of_the_trace_names_the_file()
    {
        using GoRecorded recorded = WithLanes(26);
        GoRecorded.Taken taken = recorded.Take(LaneFile)!;
        Assert.Equal(
            [(LaneKind.CpuSamples, 3), (LaneKind.Figures, 1)],
            taken.Manifest.Lanes.Select(lane => (lane.Kind, (int)lane.Records)));
        Assert.Equal(SnapshotCompanion.LanesSuffix, taken.Manifest.LaneFile);
        SnapshotManifest own = FactsOf(taken.Companions[SnapshotCompanion.LanesSuffix]).Manifest!;
        Assert.Equal(taken.Manifest.Lanes, own.Lanes);
        Assert.Equal((true, false), (own.HasOnlyLanes, taken.Manifest.HasOnlyLanes));
        Assert.Null(own.LaneFile);
        Assert.Null(own.TraceBytes);
        Assert.Equal(4, own.Events);
    }

    [Fact]
    public void A_trace_without_lanes_has_no_such_file()
    {
        using GoRecorded recorded = GoRecorded.Of(GoTraceFile.Numbered(26, 1, 2));
        GoRecorded.Taken taken = recorded.Take(LaneFile)!;
        Assert.Equal([SnapshotCompanion.ManifestSuffix], taken.Companions.Keys);
        Assert.Null(taken.Manifest.LaneFile);
    }

    [Fact]
    public void A_file_that_cannot_be_made_fails_no_snapshot_and_the_manifest_has_the_reason()
    {
        using GoRecorded recorded = WithLanes(26);
        GoRecorded.Taken taken = recorded.Take(new FailingFile())!;
        Assert.Equal(GoTraceFile.Numbered(26, 1, 2), taken.Trace);
        Assert.Equal([SnapshotCompanion.ManifestSuffix], taken.Companions.Keys);
        Assert.Null(taken.Manifest.LaneFile);
        Assert.Contains(nameof(InvalidDataException), taken.Manifest.LanesMissingBecause, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_cannot_be_found_cost_the_names_only()
    {
        using GoRecorded recorded = WithLanes(26);
        DrawnNames names = new() { OnFind = () => throw new InvalidDataException() };
        GoRecorded.Taken taken = recorded.Take(LaneFile, names)!;
        Assert.Equal(3, OfficialSample.AllOf(taken.Companions[SnapshotCompanion.LanesSuffix]).Count);
        Assert.Equal([0x1000ul, 0x2000ul, 0x3000ul], names.Requested);
        Assert.Equal(3, taken.Manifest.Symbols.NativeLeftOut);
    }

    [Fact]
    public void A_canceled_lookup_cancels_the_snapshot()
    {
        using GoRecorded recorded = WithLanes(26);
        using CancellationTokenSource cancellation = new();
        DrawnNames names = new() { OnFind = cancellation.Cancel };
        Assert.Throws<OperationCanceledException>(() => recorded.Take(LaneFile, names, cancellation.Token));
    }

    [Fact]
    public void Functions_of_the_program_have_their_names()
    {
        using GoRecorded recorded = WithLanes(26);
        DrawnNames names = new(new NativeMapping(0x1000, 0x4000, 0, "/srv/shop")
        {
            Functions =
            [
                new NativeFunction(0x1000, 0x1100, "main.hash"), new NativeFunction(0x2000, 0x2100, "main.run"),
            ],
        });
        byte[] lanes = recorded.Take(LaneFile, names)!.Companions[SnapshotCompanion.LanesSuffix];
        Assert.Equal(
            ["shop!main.hash", "shop!main.run"], OfficialSample.AllOf(lanes)[0].Names);
        SampleRecords read = SampleRecords.Read(lanes);
        Assert.Equal(["main.hash", "main.run"], read.FramesOf(read.Samples[0]));
        Assert.Equal(["shop+0x3000"], read.FramesOf(read.Samples[2]));
    }

    [Fact]
    public void Figures_that_are_kept_longer_are_in_the_file_before_the_window()
    {
        using GoRecorded recorded = WithLanes(26, TimeSpan.FromHours(1));
        Assert.True(recorded.Trace.BeginLane(LaneKind.Figures, At(-900)) is { } feed
            && AddNetwork(feed, -800) && AddNetwork(feed, -100) && AddNetwork(feed, 600));
        GoRecorded.Taken taken = recorded.Take(LaneFile)!;
        byte[] lanes = taken.Companions[SnapshotCompanion.LanesSuffix];
        TraceVerdictIsSound(lanes);
        Assert.All(
            TraceEventDecoding.Of(lanes).Where(one => one.Name == "Network").Zip([0, 700, 1_400]),
            pair => Assert.Equal(pair.Second, pair.First.Milliseconds, tolerance: 1));
        Assert.All(
            OfficialSample.AllOf(lanes).Zip([1_200, 2_300, 2_400]),
            pair => Assert.Equal(pair.Second, pair.First.Milliseconds, tolerance: 1));
        TraceFileFacts facts = FactsOf(lanes);
        Assert.Equal(
            (taken.Manifest.FirstUtc, taken.Manifest.LastUtc), (facts.Manifest!.FirstUtc, facts.Manifest.LastUtc));
        ManifestLane lane = taken.Manifest.Lanes.Single(one => one.Kind == LaneKind.Figures);
        Assert.Equal(900, (taken.Manifest.FirstUtc!.Value - lane.FromUtc).TotalMilliseconds, tolerance: 1);
    }

    private static GoRecorded WithLanes(int minor, TimeSpan? figures = null)
    {
        GoRecorded recorded = GoRecorded.Of(GoTraceFile.Numbered(minor, 1, 2), figures: figures);
        LaneFeed samples = recorded.Trace.BeginLane(LaneKind.CpuSamples, At(0));
        AddSample(samples, 400, 7, 0x1000, 0x2000);
        AddSample(samples, 1_600, 7, 0x3000);
        AddSample(samples, 1_500, 8, 0x1000, 0x2000);
        AddSample(samples, 60_000, 9, 0x4000);
        Assert.True(AddNetwork(recorded.Trace.BeginLane(LaneKind.Figures, At(0)), 600));
        return recorded;
    }

    private static bool AddNetwork(LaneFeed feed, int milliseconds)
    {
        byte[] record = new byte[FigureRecord.MaxBytes];
        int length = new FigureRecord(FigureTable.Network, 0).Write(
            record, [], new long[FigureTable.Network.Columns.Count]);
        return feed.Add(At(milliseconds), record.AsSpan(0, length));
    }

    private static void AddSample(LaneFeed feed, int milliseconds, int thread, params ulong[] stack)
    {
        byte[] record = new byte[CpuSampleRecord.MaxBytes];
        int length = new CpuSampleRecord(thread, 5_250_000).Write(record, stack);
        Assert.True(feed.Add(At(milliseconds), record.AsSpan(0, length)));
    }

    private static TraceTicks At(int milliseconds) => new((StartMs + milliseconds) * 1_000_000L);

    private static void TraceVerdictIsSound(byte[] lanes)
    {
        Assert.True(Intake.Verify(lanes).IsComplete);
        Assert.Empty(Intake.Verify(lanes).Findings);
        Assert.Equal(0, OfficialReading.Of(lanes).EventsLost);
    }

    private static TraceFileFacts FactsOf(byte[] lanes)
    {
        using MemoryStream stream = new(lanes);
        Assert.True(TraceFileFacts.TryRead(
            stream, out TraceFileFacts? facts, out _, TestContext.Current.CancellationToken));
        return facts!;
    }

    private sealed class FailingFile : ILaneFile
    {
        public LaneFileParts Make(
            FrozenRing ring, SnapshotFacts facts, in LaneFileClock clock, CancellationToken cancellationToken) =>
            throw new InvalidDataException();
    }
}
