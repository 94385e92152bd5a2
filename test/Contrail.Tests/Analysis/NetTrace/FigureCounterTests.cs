using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace;
using Contrail.Core.Ring.Lanes;
using Contrail.Core.Ring.Lanes.Figures;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Analysis.NetTrace;

/// <summary>The operating system's figures of a snapshot, as counters.</summary>
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

    private static List<Counter> Read(Action<LaneFeed> add)
    {
        NetTraceFile file = new();
        using Recorded recorded = Recorded.Of(file.Add(Tick, 1).Add(Tick, 5_000).CloseBlock().Torn());
        add(recorded.Trace.BeginLane(LaneKind.Figures, file.At(1)));
        CounterRecords records = new();
        using MemoryStream stream = new(recorded.File().Bytes);
        NetTraceModel.TryRead(stream, records, out _, out _, TestContext.Current.CancellationToken);
        return records.Counters;
    }

    private sealed class CounterRecords : IModelSink
    {
        public ModelNeeds Needs => ModelNeeds.Counters;

        public List<Counter> Counters { get; } = [];

        public void Add(in Counter counter) => Counters.Add(counter);
    }
}
