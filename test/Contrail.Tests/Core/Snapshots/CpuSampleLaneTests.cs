using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Symbols;
using Contrail.Core.Ring.Lanes;
using Contrail.Core.Snapshots;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Core.Snapshots;

/// <summary>Samples of processors in the file of a snapshot, as TraceEvent and this project read them.</summary>
public sealed class CpuSampleLaneTests
{
    private static readonly FileEvent Tick = RuntimeEvents.Custom("Drawn", 1, "Tick");

    [Fact]
    public void TraceEvent_reads_the_samples_of_each_region_with_their_stacks()
    {
        (byte[] bytes, _) = FileWithSamples();
        Assert.Equal(
        [
            "10 thread 7: 5 ms 1000 2000",
            "20 thread 8: 5 ms 1000 2000",
            "30 thread 7: 5 ms 3000",
            "60 thread 7: 6 ms 1000 2000",
        ], OfficialSample.AllOf(bytes).Select(sample => sample.ToString()));
    }

    [Fact]
    public void Samples_add_no_loss_and_leave_the_runtimes_own_events_as_they_are()
    {
        (byte[] bytes, SnapshotManifest manifest) = FileWithSamples();
        OfficialReading official = OfficialReading.Of(bytes);
        Assert.Equal(0, official.EventsLost);
        Assert.Equal(2, ReadBack.Of(bytes).StreamEvents.Count(read => read.Contains("Drawn", default)));
        ManifestLane lane = Assert.Single(manifest.Lanes);
        Assert.Equal((LaneKind.CpuSamples, 4, 0), (lane.Kind, lane.Records, lane.Lost));
        Assert.Equal(NetTraceFile.Begin.AddMilliseconds(5), lane.FromUtc);
    }

    [Fact]
    public void The_manifest_has_why_samples_are_missing_and_no_range_that_ends_before_it_begins()
    {
        using Recorded recorded = Begin(out NetTraceFile file, out LaneFeed feed);
        feed.Explain("the kernel refuses samples");
        recorded.Trace.BeginLane(LaneKind.Figures, file.At(1));
        IReadOnlyList<ManifestLane> lanes = recorded.File(file.At(70)).Manifest.Lanes;
        Assert.Equal(["the kernel refuses samples", null], lanes.Select(lane => lane.IncompleteBecause));
        Assert.All(lanes, lane => Assert.Equal(lane.FromUtc, lane.ToUtc));
        feed.Explain(null);
        Assert.Null(recorded.File(file.At(70)).Manifest.Lanes[0].IncompleteBecause);
    }

    [Fact]
    public void Stacks_of_samples_have_the_names_of_the_table()
    {
        using Recorded recorded = Begin(out NetTraceFile file, out LaneFeed feed);
        FileEvent load = RuntimeEvents.MethodRundown(0x1000, 0x100, "Shop.Orders", "Save");
        recorded.Symbols.Add(new SymbolEvent(
            SymbolOrigin.Rundown, load.EventId, load.Version, file.At(0), load.Payload));
        AddSample(feed, file.At(10), 7, 0x1010);
        (byte[] bytes, _) = recorded.File(file.At(20));
        Assert.Contains(ContrailDecoding.Of(bytes), read => read.Fields.Any(field => field.Value == "Save"));
    }

    [Fact]
    public void Native_code_is_named_where_no_method_is()
    {
        using Recorded recorded = Begin(out NetTraceFile file, out LaneFeed feed);
        FileEvent load = RuntimeEvents.MethodLoad(0x1000, 0x100, "Shop.Orders", "Save");
        recorded.Symbols.Add(new SymbolEvent(
            SymbolOrigin.Live, load.EventId, load.Version, file.At(0), load.Payload));
        AddSample(feed, file.At(10), 7, 0x9010, 0x9810, 0xA010, 0x1010);
        DrawnNames names = new(
            new NativeMapping(0x9000, 0xA000, 0, "/usr/lib/libz.so.1")
            {
                Functions = [new NativeFunction(0x9000, 0x9100, "deflate")],
            },
            new NativeMapping(0xA000, 0xB000, 0, "/memfd:doublemapper (deleted)"));
        using Snapshot snapshot = recorded.Snapshot(file.At(20), with: facts => facts with { NativeNames = names });
        byte[] bytes = Recorded.BytesOf(snapshot);
        Assert.Equal([0x9010, 0x9810, 0xA010], names.Requested);
        SampleRecords read = SampleRecords.Read(bytes);
        Assert.Equal(
            ["deflate", "libz.so.1+0x9810", "runtime stub", "Shop.Orders.Save"], read.FramesOf(read.Samples[0]));
        Assert.Equal(["libz.so.1!deflate", "libz.so.1!?", "?!?"], OfficialSample.AllOf(bytes)[0].Names.Take(3));
    }

    /// <summary>The kernel reports the thread -1 in the last steps of a thread's end.</summary>
    [Fact]
    public void A_sample_of_a_thread_that_ends_has_no_thread_and_counts()
    {
        using Recorded recorded = Begin(out NetTraceFile file, out LaneFeed feed);
        AddSample(feed, file.At(10), -1, 0x1000);
        AddSample(feed, file.At(20), 7, 0x1000);
        (byte[] bytes, _) = recorded.File(file.At(70));
        Assert.Equal(
            ["10 thread 0: 5 ms 1000", "20 thread 7: 5 ms 1000"],
            OfficialSample.AllOf(bytes).Select(sample => sample.ToString()));
    }

    [Fact]
    public void Any_weight_gives_a_file()
    {
        using Recorded recorded = Begin(out NetTraceFile file, out LaneFeed feed);
        foreach (long weight in (long[])[long.MaxValue, long.MaxValue, long.MinValue, -1, 1_000_000])
        {
            AddSample(feed, file.At(10), 7, weight, [0x1000]);
        }

        ulong[] values = [.. OfficialSample.AllOf(recorded.File(file.At(70)).Bytes).Select(sample => sample.Value)];
        Assert.Equal([3_600_000, 3_600_000, 0, 0, 1], values);
    }

    [Fact]
    public void A_failure_of_the_native_names_costs_the_names_only()
    {
        using Recorded recorded = Begin(out NetTraceFile file, out LaneFeed feed);
        AddSample(feed, file.At(10), 7, 0x9010, 0xA010);
        DrawnNames names = new() { OnFind = () => throw new OverflowException() };
        using Snapshot snapshot = recorded.Snapshot(file.At(20), with: facts => facts with { NativeNames = names });
        Assert.Single(OfficialSample.AllOf(Recorded.BytesOf(snapshot)));
        Assert.Equal(2, snapshot.Manifest.Symbols.NativeLeftOut);
    }

    [Fact]
    public void A_snapshot_that_is_canceled_during_the_lookup_of_names_ends()
    {
        using Recorded recorded = Begin(out NetTraceFile file, out LaneFeed feed);
        AddSample(feed, file.At(10), 7, 0x9010);
        using CancellationTokenSource source = new();
        DrawnNames names = new() { OnFind = source.Cancel };
        Assert.Throws<OperationCanceledException>(() => recorded.Snapshot(
            file.At(20), with: facts => facts with { NativeNames = names }, cancellationToken: source.Token));
    }

    /// <summary>Most code of samples can be native: that it has no name does not mean that a name was lost.</summary>
    [Fact]
    public void Native_code_of_samples_is_no_missing_name()
    {
        using Recorded recorded = Begin(out NetTraceFile file, out LaneFeed feed);
        AddSample(feed, file.At(10), 7, 0x9010, 0xA010);
        SymbolFacts lossy = new(RundownOutcome.Failed, 0, 0, 0) { EventsLost = 1 };
        using Snapshot snapshot = recorded.Snapshot(file.At(20), with: facts => facts with { Symbols = lossy });
        Assert.Equal(
            [(LossReason.SymbolsForgotten, 1L), (LossReason.NamesMissing, 1L)],
            snapshot.Manifest.Losses
                .Where(loss => loss.Reason is LossReason.SymbolsForgotten or LossReason.NamesMissing)
                .Select(loss => (loss.Reason, loss.Count)));
    }

    [Fact]
    public void The_manifest_has_what_the_kernel_dropped_apart_from_what_was_lost()
    {
        using Recorded recorded = Begin(out NetTraceFile file, out LaneFeed feed);
        feed.AddLoss(new Loss(file.At(10), file.At(20), LossReason.SamplesDropped, 3, null));
        feed.AddLoss(new Loss(file.At(30), file.At(40), LossReason.SamplingPaused, 1, null));
        ManifestLane lane = Assert.Single(recorded.File(file.At(70)).Manifest.Lanes);
        Assert.Equal((0, 3, 1), (lane.Lost, lane.Dropped, lane.Pauses));
    }

    [Fact]
    public void Time_in_the_kernel_is_a_frame_of_a_module_of_its_own()
    {
        using Recorded recorded = Begin(out NetTraceFile file, out LaneFeed feed);
        AddSample(feed, file.At(10), 7, CpuSampleRecord.KernelAddress, 0x5000);
        (byte[] bytes, _) = recorded.File(file.At(20));
        SampleRecords read = SampleRecords.Read(bytes);
        Assert.Equal("[kernel]+0xffff800000000000", read.FramesOf(read.Samples[0]).First());
    }

    [Fact]
    public void Samples_count_for_the_period_of_the_manifest()
    {
        (byte[] bytes, SnapshotManifest manifest) = FileWithSamples();
        Assert.Equal(0.005_25, Assert.Single(manifest.Lanes).PeriodSeconds);
        Assert.All(SampleRecords.Read(bytes).Samples, sample => Assert.Equal(5_250_000, sample.CpuNanoseconds));
    }

    [Fact]
    public void Without_one_period_samples_count_for_the_milliseconds_of_their_events()
    {
        using Recorded recorded = Begin(out NetTraceFile file, out LaneFeed feed);
        AddSample(feed, file.At(10), 7, 0x1000);
        byte[] record = new byte[CpuSampleRecord.MaxBytes];
        feed.Add(file.At(20), record.AsSpan(0, new CpuSampleRecord(7, 10_000_000).Write(record, [0x1000])));
        (byte[] bytes, SnapshotManifest manifest) = recorded.File(file.At(30));
        Assert.Null(Assert.Single(manifest.Lanes).PeriodSeconds);
        Assert.Equal(
            [5_000_000.0, 10_000_000.0],
            SampleRecords.Read(bytes).Samples.Select(sample => sample.CpuNanoseconds));
    }

    private static (byte[] Bytes, SnapshotManifest Manifest) FileWithSamples()
    {
        using Recorded recorded = Begin(out NetTraceFile file, out LaneFeed feed);
        AddSample(feed, file.At(10), 7, 0x1000, 0x2000);
        AddSample(feed, file.At(30), 7, 0x3000);
        AddSample(feed, file.At(20), 8, 0x1000, 0x2000);
        AddSample(feed, file.At(60), 7, 0x1000, 0x2000);
        AddSample(feed, file.At(99), 7, 0x1000, 0x2000);
        return recorded.File(file.At(70));
    }

    private static Recorded Begin(out NetTraceFile file, out LaneFeed feed)
    {
        file = new NetTraceFile();
        Recorded recorded = Recorded.Of(
            file.Stacks(1, [0x5000]).Add(Tick, 5, stack: 1).Point(50).Add(Tick, 65).CloseBlock().Torn());
        feed = recorded.Trace.BeginLane(LaneKind.CpuSamples, file.At(5));
        return recorded;
    }

    private static void AddSample(LaneFeed feed, TraceTicks at, int thread, params ulong[] stack) =>
        AddSample(feed, at, thread, 5_250_000, stack);

    private static void AddSample(LaneFeed feed, TraceTicks at, int thread, long weight, ulong[] stack)
    {
        byte[] record = new byte[CpuSampleRecord.MaxBytes];
        int length = new CpuSampleRecord(thread, weight).Write(record, stack);
        Assert.True(feed.Add(at, record.AsSpan(0, length)));
    }
}
