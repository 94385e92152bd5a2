using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace;
using Contrail.Analysis.NetTrace.Reading;
using Contrail.Core.Ring.Lanes;
using Contrail.Core.Ring.Lanes.Figures;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Analysis.NetTrace;

/// <summary>The operating system's figures of a snapshot, as readings and as counters.</summary>
public sealed class FigureCounterTests
{
    private static readonly FileEvent Tick = RuntimeEvents.Custom("Drawn", 1, "Tick");

    [Fact]
    public void Totals_are_amounts_per_second_and_unknown_figures_are_left_out()
    {
        List<Counter> counters = Read(feed =>
        {
            Add(feed, 1_000, FigureTable.Target, "", ("UserTime", 4_000_000_000), ("ResidentBytes", 700));
            Add(feed, 3_000, FigureTable.Target, "", ("UserTime", 5_000_000_000), ("ResidentBytes", 900));
            Add(feed, 4_000, FigureTable.Target, "", ("UserTime", 1_000_000_000), ("ResidentBytes", 800));
        });
        Assert.Equal(
            ["Process.ResidentBytes 700 B", "Process.UserTime 0.5 s/s", "Process.ResidentBytes 900 B",
                "Process.ResidentBytes 800 B"],
            counters.Select(one => $"{one.Name} {one.Value} {one.Unit}"));
        Assert.All(counters, one => Assert.Equal("Contrail.Machine", one.Provider));
    }

    [Fact]
    public void Figures_of_an_interval_are_amounts_per_second_of_it()
    {
        List<Counter> counters = Read(feed =>
            Add(feed, 1_000, FigureTable.Runtime, "", ("Interval", 500_000_000), ("Exceptions", 4)));
        Assert.Equal(
            ["Runtime.Interval 0.5 s", "Runtime.Exceptions 8 /s"],
            counters.Select(one => $"{one.Name} {one.Value} {one.Unit}"));
    }

    [Fact]
    public void Groups_are_separate_and_a_missing_limit_is_no_value()
    {
        List<Counter> counters = Read(feed =>
        {
            Add(feed, 1_000, FigureTable.Cgroup, "/a", ("CpuTime", 0), ("MemoryLimit", FigureTable.NoLimit));
            Add(feed, 1_000, FigureTable.Cgroup, "/b", ("CpuTime", 0), ("MemoryLimit", 1_000));
            Add(feed, 2_000, FigureTable.Cgroup, "/a", ("CpuTime", 500_000_000), ("MemoryLimit", FigureTable.NoLimit));
            Add(feed, 2_000, FigureTable.Cgroup, "/b", ("CpuTime", 250_000_000), ("MemoryLimit", 1_000));
        });
        Assert.Equal(
            ["path=/b MemoryLimit 1000", "path=/a CpuTime 0.5", "path=/b CpuTime 0.25", "path=/b MemoryLimit 1000"],
            counters.Select(one => $"{one.Tags} {one.Name["Cgroup.".Length..]} {one.Value}"));
    }

    [Fact]
    public void Figures_of_threads_are_no_counters() => Assert.Empty(Read(feed =>
        Add(feed, 1_000, FigureTable.BusyThread, "worker", ("RunTime", 1))));

    [Fact]
    public void Readings_have_all_columns_and_what_could_not_be_read_is_unknown()
    {
        List<FigureReading> readings = ReadAll(feed =>
        {
            Add(feed, 1_000, FigureTable.Target, "", ("UserTime", 7), ("SwapBytes", 0));
            Add(feed, 1_000, FigureTable.BusyThread, "worker", ("RunTime", 5));
            Add(feed, 1_000, FigureTable.Cgroup, "/a", ("CpuQuota", FigureTable.NoLimit));
        }, out Coverage coverage, out ThreadNames names).Readings;
        Assert.Equal(["", "worker", "/a"], readings.Select(one => one.Subject));
        Assert.Equal((7L, 0L, null), (readings[0]["UserTime"], readings[0]["SwapBytes"], readings[0]["SystemTime"]));
        Assert.Equal(5L, readings[1]["RunTime"]);
        Assert.Equal(FigureTable.NoLimit, readings[2]["CpuQuota"]);
        Assert.All(readings, one => Assert.Equal(readings[0].Time, one.Time));
        Assert.True(coverage.IsRequested);
        Assert.Equal("worker", names.TextOf(0));
    }

    [Fact]
    public void A_recording_without_the_lane_is_known_to_have_no_figures()
    {
        Assert.Empty(ReadAll(static _ => { }, out Coverage coverage, out _, hasLane: false).Readings);
        Assert.Equal(CoverageState.NotRecorded, coverage.State);
    }

    [Fact]
    public void Wherever_a_file_is_torn_the_readings_before_it_are_as_in_the_whole_one()
    {
        byte[] whole = FileOf(feed => Fill(feed), hasLane: true);
        List<FigureReading> all = ReadBytes(whole, out _).Readings;
        Assert.Equal(60, all.Count);
        for (int length = 64; length < whole.Length; length += 97)
        {
            List<FigureReading> some = ReadBytes(whole[..length], out _).Readings;
            Assert.Equal(Relative(all).Take(some.Count), Relative(some));
        }

        // Without the manifest, the window begins with the first event.
        static IEnumerable<(long, long?)> Relative(List<FigureReading> readings) => readings.Select(one =>
            (one.Time.Nanoseconds - readings[0].Time.Nanoseconds, one["UserTime"]));

        static void Fill(LaneFeed feed)
        {
            for (int index = 0; index < 60; index++)
            {
                Add(feed, 1_000 + (index * 50), FigureTable.Target, "", ("UserTime", index));
            }
        }
    }

    private static void Add(
        LaneFeed feed, int milliseconds, FigureEvent described, string text, params (string Name, long Value)[] known)
    {
        long[] values = [.. described.Columns.Select(_ => FigureTable.Unknown)];
        foreach ((string name, long value) in known)
        {
            values[described.IndexOf(name)] = value;
        }

        byte[] record = new byte[FigureRecord.MaxBytes];
        int length = new FigureRecord(described, 0).Write(record, System.Text.Encoding.UTF8.GetBytes(text), values);
        Assert.True(feed.Add(new NetTraceFile().At(milliseconds), record.AsSpan(0, length)));
    }

    private static List<Counter> Read(Action<LaneFeed> add) => ReadAll(add, out _, out _).Counters;

    private static Records ReadAll(
        Action<LaneFeed> add, out Coverage coverage, out ThreadNames names, bool hasLane = true)
    {
        Records records = ReadBytes(FileOf(add, hasLane), out TraceContext context);
        coverage = context.Coverage.Of(ModelNeeds.Figures);
        names = context.Threads;
        return records;
    }

    private static byte[] FileOf(Action<LaneFeed> add, bool hasLane)
    {
        NetTraceFile file = new();
        using Recorded recorded = Recorded.Of(file.Add(Tick, 1).Add(Tick, 5_000).CloseBlock().Torn());
        if (hasLane)
        {
            LaneFeed feed = recorded.Trace.BeginLane(LaneKind.Figures, file.At(1));
            add(feed);
            feed.CompleteUntil(file.At(5_000));
        }

        return recorded.File().Bytes;
    }

    private static Records ReadBytes(byte[] bytes, out TraceContext context)
    {
        Records records = new();
        using MemoryStream stream = new(bytes);
        NetTraceModel.TryRead(stream, records, out NetTraceIndex? index, out _, TestContext.Current.CancellationToken);
        context = index?.Context ?? TraceContext.Empty;
        return records;
    }

    private sealed class Records : IModelSink
    {
        public ModelNeeds Needs => ModelNeeds.Counters | ModelNeeds.Figures;

        public List<Counter> Counters { get; } = [];

        public List<FigureReading> Readings { get; } = [];

        public void Add(in Counter counter) => Counters.Add(counter);

        public void Add(in FigureReading reading) => Readings.Add(reading);
    }
}
