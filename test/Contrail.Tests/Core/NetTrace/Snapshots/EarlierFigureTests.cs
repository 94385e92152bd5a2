using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace;
using Contrail.Analysis.NetTrace.Reading;
using Contrail.Analysis.NetTrace.Summary;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;
using Contrail.Core.NetTrace.Snapshots.Lanes;
using Contrail.Core.Ring;
using Contrail.Core.Ring.Lanes;
using Contrail.Core.Ring.Lanes.Figures;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Core.NetTrace.Snapshots;

/// <summary>Figures that are kept longer than events: in the file, in order, and outside of the window.</summary>
public sealed class EarlierFigureTests
{
    private const int FirstFigure = 300;
    private const int LastSecond = 3_600;

    private static readonly FileEvent Tick = RuntimeEvents.Custom("Drawn", 1, "Tick");

    private static readonly RecordingLimits Limits =
        new(TimeSpan.FromSeconds(3), 64 << 20) { FiguresPeriod = TimeSpan.FromHours(1) };

    [Fact]
    public void Figures_from_before_the_window_are_read_in_order_and_lose_no_events()
    {
        (byte[] file, SnapshotManifest manifest) = Recorded(Limits);
        OfficialReading official = OfficialReading.Of(file);
        IReadOnlyList<DecodedEvent> figures = Figures(TraceEventDecoding.Of(file));
        Assert.Equal(0, official.EventsLost);
        Assert.Equal(0, official.FirstMilliseconds);
        Assert.Equal(
            Enumerable.Range(0, LastSecond - FirstFigure + 1).Select(second => second * 1_000d),
            figures.Where(one => one.Name == "Host").Select(one => Math.Round(one.Milliseconds, 3)));
        Assert.Equal(figures.Select(Text), Figures(ContrailDecoding.Of(file)).Select(Text));
        Assert.Empty(Intake.Verify(file).Findings);
        ManifestLane lane = Assert.Single(manifest.Lanes);
        Assert.Equal(Utc(FirstFigure), lane.FromUtc);
        Assert.Equal(figures.Count, lane.Records);
    }

    [Fact]
    public void The_window_is_that_of_the_events_with_and_without_the_manifest()
    {
        (byte[] file, SnapshotManifest manifest) = Recorded(Limits);
        (byte[] same, SnapshotManifest without) = Recorded(Limits with { FiguresPeriod = null });
        Assert.InRange(manifest.WindowSeconds, 3, 5);
        Assert.Equal((without.FirstUtc, without.LastUtc), (manifest.FirstUtc, manifest.LastUtc));
        TraceSummary summary = SummaryOf(file);
        TraceSummary expected = SummaryOf(same);
        Assert.Equal(expected.Facts.Clock.Extent, summary.Facts.Clock.Extent);
        Assert.Equal(
            expected.Providers.Select(one => (one.Provider, one.Count)),
            summary.Providers.Select(one => (one.Provider, one.Count)));
        Assert.Equal(expected.Threads.Busiest, summary.Threads.Busiest);
        Assert.Equal(expected.Time.Uses, summary.Time.Uses);
        Assert.Equal(expected.Coverage.Of(ModelNeeds.Figures).State, summary.Coverage.Of(ModelNeeds.Figures).State);

        // The manifest is the last event.
        TraceSummary torn = SummaryOf(file[..^200]);
        Assert.Null(torn.Facts.Manifest);
        Assert.InRange(torn.Facts.WindowSeconds, 2, 5);
        Assert.InRange(torn.Facts.Clock.Extent.End.Nanoseconds / 1e9, 2, 5);
    }

    [Fact]
    public void The_view_of_the_machine_shows_the_whole_span_and_others_the_window()
    {
        byte[] file = Recorded(Limits).File;
        ViewResult all = View(file, ViewOptions.Default);
        ViewTable processor = all.Tables.Single(one => one.Description.Name == "memory");
        long first = processor.Rows[0][0].Integer;
        double seconds = LastSecond - FirstFigure;
        Assert.InRange(first / -1e9, seconds - 6, seconds);
        Assert.InRange(processor.Rows.Count, 60, MachineView.MaxSteps);
        Assert.Contains(all.Notes, note => note.Contains("before the window of the events", StringComparison.Ordinal));
        ViewResult window = View(file, new ViewOptions { IsWindowOnly = true });
        Assert.Equal(
            0, window.Tables.Single(one => one.Description.Name == "memory").Rows[0][0].Integer);
        Assert.Empty(window.Notes);
    }

    [Fact]
    public void A_part_has_the_figures_of_its_window_only()
    {
        byte[] file = Recorded(Limits).File;
        (byte[] part, SnapshotManifest manifest) = Intake.Cut(file, (LastSecond - 2) * 1_000, LastSecond * 1_000);
        Assert.InRange(manifest.WindowSeconds, 1, 4);
        Assert.Equal(0, OfficialReading.Of(part).EventsLost);
        Assert.InRange(Figures(TraceEventDecoding.Of(part)).Count(one => one.Name == "Host"), 2, 5);
        Assert.Empty(manifest.Losses);
    }

    [Fact]
    public void A_part_of_a_part_loses_no_figures_at_the_sequence_points_in_it()
    {
        NetTraceFile source = new();
        using Recorded recorded = new();
        for (int second = 0; second < 10; second++)
        {
            source.Add(Tick, second * 1_000).CloseBlock().Point((second * 1_000) + 500);
        }

        recorded.Feed(source.Torn());
        LaneFeed feed = recorded.Trace.BeginLane(LaneKind.Figures, source.At(0));
        byte[] record = new byte[FigureRecord.MaxBytes];
        int length = new FigureRecord(FigureTable.Host, 0).Write(
            record, [], new long[FigureTable.Host.Columns.Count]);
        for (int second = 0; second < 10; second++)
        {
            Assert.True(feed.Add(source.At((second * 1_000) + 100), record.AsSpan(0, length)));
        }

        byte[] part = Intake.Cut(recorded.File().Bytes, 3_000, 9_500).File;
        byte[] again = Intake.Cut(part, 5_000, 9_500).File;
        Assert.All([part, again], file => Assert.Equal(0, OfficialReading.Of(file).EventsLost));
        Assert.InRange(Figures(TraceEventDecoding.Of(again)).Count, 4, 6);
    }

    // A stream of which the last seconds are held, and a reading of figures each second.
    private static (byte[] File, SnapshotManifest Manifest) Recorded(RecordingLimits limits)
    {
        NetTraceFile source = new();
        using Recorded recorded = new(limits);
        for (int second = 0; second <= LastSecond; second += second < LastSecond - 60 ? 60 : 1)
        {
            source.Add(Tick, second * 1_000).CloseBlock();
            if (second % 600 == 0)
            {
                source.Point((second * 1_000) + 1);
            }
        }

        recorded.Feed(source.Torn());
        LaneFeed feed = recorded.Trace.BeginLane(LaneKind.Figures, source.At(FirstFigure * 1_000));
        byte[] record = new byte[FigureRecord.MaxBytes];
        for (int second = FirstFigure; second <= LastSecond; second++)
        {
            foreach (FigureEvent described in FigureTable.Events)
            {
                long[] values = [.. described.Columns.Select((_, index) => (second * 1_000_000L) + index)];
                int length = new FigureRecord(described, 0).Write(record, "x"u8, values);
                Assert.True(feed.Add(source.At(second * 1_000), record.AsSpan(0, length)));
            }
        }

        feed.CompleteUntil(source.At(LastSecond * 1_000));
        return recorded.File();
    }

    private static TraceSummary SummaryOf(byte[] file)
    {
        using MemoryStream stream = new(file);
        Assert.True(TraceSummary.TryRead(
            stream, out TraceSummary? summary, out _, TestContext.Current.CancellationToken));
        return summary!;
    }

    private static ViewResult View(byte[] file, ViewOptions options)
    {
        ViewRun run = new([MachineView.Description], options);
        using MemoryStream stream = new(file);
        Assert.True(NetTraceModel.TryRead(
            stream, run.Model, out NetTraceIndex? _, out _, TestContext.Current.CancellationToken));
        return Assert.Single(run.Conclude());
    }

    private static DateTime Utc(int second) => NetTraceFile.Begin.AddSeconds(second);

    private static IReadOnlyList<DecodedEvent> Figures(IReadOnlyList<DecodedEvent> all) =>
        [.. all.Where(one => one.Provider == FigureBlocks.Provider)];

    private static string Text(DecodedEvent one) => $"{one.Name} {one.Milliseconds:F3} {string.Join(", ", one.Fields)}";
}
