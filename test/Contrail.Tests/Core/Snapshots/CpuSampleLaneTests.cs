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

    private static void AddSample(LaneFeed feed, TraceTicks at, int thread, params ulong[] stack)
    {
        byte[] record = new byte[CpuSampleRecord.MaxBytes];
        int length = new CpuSampleRecord(thread, 5_250_000).Write(record, stack);
        Assert.True(feed.Add(at, record.AsSpan(0, length)));
    }
}
