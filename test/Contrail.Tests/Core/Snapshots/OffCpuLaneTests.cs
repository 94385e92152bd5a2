using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace;
using Contrail.Core.Formats;
using Contrail.Core.Ring.Lanes;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Core.Snapshots;

/// <summary>Times off the processors in the file of a snapshot, as TraceEvent and this project read them.</summary>
public sealed class OffCpuLaneTests
{
    private static readonly FileEvent Tick = RuntimeEvents.Custom("Drawn", 1, "Tick");

    [Fact]
    public void TraceEvent_reads_times_and_samples_of_one_region_with_their_stacks()
    {
        Assert.Equal(
        [
            "20 thread 7: 5 ms 1000 2000",
            "30 thread 8: 12000000 ms 3000",
            "40 thread 7: 35000000 ms 1000 2000",
        ], OfficialSample.AllOf(File(out _)).Select(sample => sample.ToString()));
    }

    [Fact]
    public void A_time_ends_at_its_event_and_starts_within_the_window()
    {
        OffCpuRecords records = new();
        using MemoryStream stream = new(File(out SnapshotManifest manifest));
        Assert.True(NetTraceModel.TryRead(
            stream, records, out _, out _, TestContext.Current.CancellationToken));
        Assert.Equal(
            ["8: 18 to 30", "7: 5 to 40"],
            records.Times.Select(one =>
                $"{one.ExecutionId}: {Milliseconds(one.Range.Start)} to {Milliseconds(one.Range.End)}"));
        Assert.Equal(CoverageState.Partial, records.Coverage?.State);
        Assert.Equal(
            [(LaneKind.CpuSamples, 1), (LaneKind.OffCpu, 2)], manifest.Lanes.Select(lane => (lane.Kind, lane.Records)));
        Assert.Null(manifest.Lanes[1].PeriodSeconds);
    }

    private static long Milliseconds(TraceTime time) => time.Nanoseconds / 1_000_000;

    private static byte[] File(out SnapshotManifest manifest)
    {
        NetTraceFile file = new();
        using Recorded recorded = Recorded.Of(
            file.Stacks(1, [0x5000]).Add(Tick, 0, stack: 1).Add(Tick, 3_000).CloseBlock().Torn());
        LaneFeed samples = recorded.Trace.BeginLane(LaneKind.CpuSamples, file.At(0));
        LaneFeed times = recorded.Trace.BeginLane(LaneKind.OffCpu, file.At(0));
        times.BeginAt(file.At(5));
        Add(samples, file.At(20), 7, 5_000_000, [0x1000, 0x2000]);
        Add(times, file.At(30), 8, 12_000_000, [0x3000]);
        Add(times, file.At(40), 7, 35_000_000, [0x1000, 0x2000]);
        times.CompleteUntil(file.At(50));
        (byte[] bytes, manifest) = recorded.File(file.At(3_000));
        return bytes;
    }

    private static void Add(LaneFeed lane, TraceTicks at, int thread, long nanoseconds, ulong[] stack)
    {
        byte[] record = new byte[CpuSampleRecord.MaxBytes];
        lane.Add(at, record.AsSpan(0, new CpuSampleRecord(thread, nanoseconds).Write(record, stack)));
    }

    private sealed class OffCpuRecords : IModelSink
    {
        public ModelNeeds Needs => ModelNeeds.OffCpuTimes | ModelNeeds.Stacks;

        public List<OffCpuTime> Times { get; } = [];

        public Coverage? Coverage { get; private set; }

        public void OnBegin(TraceContext context) => Coverage = context.Coverage.Of(ModelNeeds.OffCpuTimes);

        public void Add(in OffCpuTime blocked) => Times.Add(blocked);
    }
}
