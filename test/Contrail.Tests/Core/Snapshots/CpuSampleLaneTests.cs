using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Symbols;
using Contrail.Core.Ring.Lanes;
using Contrail.Tests.Support;
using Microsoft.Diagnostics.Tracing;
using Microsoft.Diagnostics.Tracing.Etlx;
using Microsoft.Diagnostics.Tracing.Parsers.Universal.Events;
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
        ], OfficialSamples(bytes));
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

    private static List<string> OfficialSamples(byte[] file)
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        File.WriteAllBytes(path + ".nettrace", file);
        try
        {
            TraceLog.CreateFromEventPipeDataFile(path + ".nettrace", path + ".etlx");
            using TraceLog log = new(path + ".etlx");
            List<string> read = [];
            foreach (TraceEvent one in log.Events)
            {
                if (one is SampleTraceData sample)
                {
                    read.Add($"{sample.TimeStampRelativeMSec:0} thread {sample.ThreadID}: {sample.Value} ms"
                        + string.Concat(StackOf(sample).Select(address => $" {address:x}")));
                }
            }

            return read;
        }
        finally
        {
            File.Delete(path + ".nettrace");
            File.Delete(path + ".etlx");
        }
    }

    private static IEnumerable<ulong> StackOf(TraceEvent sample)
    {
        for (TraceCallStack? frame = sample.CallStack(); frame is not null; frame = frame.Caller)
        {
            yield return frame.CodeAddress.Address;
        }
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
