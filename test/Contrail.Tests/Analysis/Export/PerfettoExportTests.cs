using Contrail.Analysis.Export;
using Contrail.Analysis.Export.Perfetto;
using Contrail.Analysis.Model;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.ViewRecords;

namespace Contrail.Tests.Analysis.Export;

/// <summary>Traces of Perfetto.</summary>
public sealed class PerfettoExportTests
{
    private static readonly DateTime Start = new(2026, 11, 30, 0, 0, 0, DateTimeKind.Utc);

    public static TheoryData<int> Seeds { get; } = [.. Enumerable.Range(1, 20)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Slices_of_a_row_do_not_overlap_and_have_their_durations(int seed)
    {
        Random drawing = new(seed);
        using ExportRecords records = new(PerfettoExport.Format);
        List<(long Start, long End)> drawn = [.. Enumerable.Range(0, 100).Select(_ =>
        {
            long start = drawing.Next(0, 1_000);
            return (start, start + drawing.Next(0, 100));
        })];
        drawn.ForEach(one => records.Model.Add(new OffCpuTime(Range(one.Start, one.End), 7, StackId.None)));
        List<(ulong Track, ulong Time, ulong Type)> events = [.. Events(records.Bytes())
            .Select(one => (one.Event.Number(11), one.Time, one.Event.Number(9)))];
        List<(ulong, ulong)> slices = [];
        foreach (IGrouping<ulong, (ulong Track, ulong Time, ulong Type)> track in events.GroupBy(one => one.Track))
        {
            List<(ulong Track, ulong Time, ulong Type)> ordered = [.. track.OrderBy(one => one.Time)];
            Assert.Equal(Enumerable.Range(0, ordered.Count).Select(index => 1UL + (ulong)(index % 2)),
                ordered.Select(one => one.Type));
            slices.AddRange(ordered.Chunk(2).Select(pair => (pair[0].Time, pair[1].Time)));
        }

        const ulong Base = 3_600_000_000_000;
        Assert.Equal(
            drawn.Select(one => (Base + ((ulong)one.Start * 1_000_000), Base + ((ulong)one.End * 1_000_000))).Order(),
            slices.Order());
    }

    [Fact]
    public void A_wait_for_a_lock_leads_from_the_thread_that_has_it()
    {
        using ExportRecords records = new(PerfettoExport.Format);
        StackId stack = records.Stack("Shop.Pay", "Shop.Main");
        records.Model.Add(new Wait(WaitKind.Lock, 7, Range(1, 6), stack) { OwnerId = 8 });
        byte[] bytes = records.Bytes();
        List<(ulong Time, ProtoMessage Event)> events = [.. Events(bytes)];
        Assert.Equal(
            ["has the lock for which 7 waits", "waits for a lock", ""], events.Select(one => one.Event.Text(23)));
        Assert.Equal(events[0].Event.Number(47), events[1].Event.Number(48));
        Assert.Equal(stack.Value, (int)events[1].Event.Number(56));
        List<ProtoMessage> tables = [.. Packets(bytes).Where(packet => packet.Has(12)).Select(one => one.Message(12))];
        string[] names = [.. tables.SelectMany(table => table.Messages(7)).Single().Numbers(2).Select(frame =>
        {
            ulong name = tables.SelectMany(table => table.Messages(6)).Single(one => one.Number(1) == frame).Number(2);
            return tables.SelectMany(table => table.Messages(5)).Single(one => one.Number(1) == name).Text(2);
        })];
        Assert.Equal(["Shop.Main", "Shop.Pay"], names);
    }

    [Fact]
    public void Samples_exceptions_and_counters_have_their_values_and_threads()
    {
        using ExportRecords records = new(PerfettoExport.Format);
        records.Model.Add(new Sample(SampleKind.Cpu, At(1), 7, StackId.None) { CpuNanoseconds = 5e6 });
        records.Model.Add(new Sample(SampleKind.Native, At(1), 8, StackId.None));
        records.Model.Add(new ExceptionRecord(At(2), 7, "Shop.OutOfStock", "no pens", StackId.None));
        records.Model.Add(new Counter(At(3), "queue", 2.5) { Provider = "Shop", Unit = "items" });
        byte[] bytes = records.Bytes();
        ProtoMessage sample = Packets(bytes).Single(packet => packet.Has(135)).Message(135);
        Assert.Equal((7UL, 5_000_000UL), (sample.Message(1).Number(3), sample.Number(11)));
        Assert.Contains(Events(bytes), one => one.Event.Text(23) == "Shop.OutOfStock"
            && one.Event.Message(4).Text(6) == "no pens" && one.Event.Number(9) == 3);
        Assert.Contains(Events(bytes), one => one.Event.Has(44) && Math.Abs(one.Event.Real(44) - 2.5) < 1e-9);
        Assert.Contains(Tracks(bytes), track => track.Text(2) == "Shop: queue" && track.Message(8).Text(6) == "items");
        Assert.Contains(records.Notes, note => note.StartsWith("1 samples are left out", StringComparison.Ordinal));
    }

    [Fact]
    public void Samples_of_waiting_threads_are_not_among_those_of_processors()
    {
        using ExportRecords records = new(PerfettoExport.Format);
        records.Open(new ExportedFile("a"), TraceContext.Empty with
        {
            Coverage = new TraceCoverage(new Dictionary<ModelNeeds, Coverage>
            {
                [ModelNeeds.CpuSamples] = new Coverage(CoverageState.Whole, null),
            }),
        });
        records.Model.Add(new Sample(SampleKind.Cpu, At(1), 7, StackId.None) { CpuNanoseconds = 5e6 });
        records.Model.Add(new Sample(SampleKind.Managed, At(1), 7, StackId.None));
        Assert.Single(Packets(records.Bytes()), packet => packet.Has(135));
        Assert.Contains(records.Notes, note => note.StartsWith("1 samples are left out", StringComparison.Ordinal));
    }

    [Fact]
    public void Files_of_one_process_are_two_processes_and_each_sampled_thread_has_its_name()
    {
        using ExportRecords records = new(PerfettoExport.Format);
        foreach (string name in new[] { "a", "b" })
        {
            TraceContext context = TraceContext.Empty with
            {
                File = TraceContext.Empty.File with { Process = ProcessFacts.Unknown with { Id = 7, Name = "shop" } },
            };
            context.Threads.AddName(9, "burn");
            records.Open(new ExportedFile(name) { FileCount = 2 }, context);
            records.Model.Add(new Sample(SampleKind.Cpu, At(1), 9, StackId.None) { CpuNanoseconds = 5e6 });
            records.End();
        }

        byte[] bytes = records.Bytes();
        ulong[] pids = [.. Tracks(bytes).Where(track => track.Has(3)).Select(track => track.Message(3).Number(1))];
        Assert.Equal(pids.Distinct(), pids);
        Assert.Contains(7UL, pids);
        Assert.Equal("burn", Tracks(bytes).Single(track => track.Has(4)).Message(4).Text(5));
        Assert.Single(Tracks(bytes), track => track.Text(2) == "thread 9 (burn)");
        List<ProtoMessage> samples = [.. Packets(bytes).Where(packet => packet.Has(135))
            .Select(packet => packet.Message(135).Message(1))];
        Assert.Equal((7UL, 9UL), (samples[0].Number(2), samples[0].Number(3)));
        Assert.Equal(9UL, samples[1].Number(4));
        Assert.NotEqual(7UL, samples[1].Number(2));
    }

    [Fact]
    public void Later_threads_of_very_many_share_rows_of_the_process()
    {
        using ExportRecords records = new(PerfettoExport.Format);
        for (int thread = 1; thread <= 20_010; thread++)
        {
            records.Model.Add(new OffCpuTime(Range(thread, thread + 1), thread, StackId.None));
        }

        byte[] bytes = records.Bytes();
        Assert.Equal(20_010, Events(bytes).Count(one => one.Event.Number(9) == 1));
        Assert.Single(Tracks(bytes), track => track.Text(2) == "off CPU, further threads");
        Assert.Contains(records.Notes, note => note.StartsWith("There are too many threads", StringComparison.Ordinal));
    }

    [Fact]
    public void Files_are_placed_by_their_time_of_day()
    {
        using ExportRecords records = new(PerfettoExport.Format);
        foreach (double second in new[] { 0, 1.5 })
        {
            records.Open(new ExportedFile($"{second}") { FileCount = 2, OriginUtc = Start }, TraceContext.Empty with
            {
                Extent = new TraceExtent(At(10_000), Start.AddSeconds(second)),
            });
            records.Model.Add(new OffCpuTime(Range(100, 200), 7, StackId.None));
            records.End();
        }

        ulong[] begins = [.. Events(records.Bytes()).Where(one => one.Event.Number(9) == 1).Select(one => one.Time)];
        Assert.Equal(1_500_000_000UL, begins[1] - begins[0]);
        Assert.Equal((ulong)(Start - DateTime.UnixEpoch).TotalMilliseconds, (begins[0] / 1_000_000) - 100);
    }

    private static IEnumerable<ProtoMessage> Packets(byte[] bytes) => ProtoMessage.Read(bytes).Messages(1);

    private static IEnumerable<(ulong Time, ProtoMessage Event)> Events(byte[] bytes) =>
        Packets(bytes).Where(packet => packet.Has(11)).Select(packet => (packet.Number(8), packet.Message(11)));

    private static IEnumerable<ProtoMessage> Tracks(byte[] bytes) =>
        Packets(bytes).Where(packet => packet.Has(60)).Select(packet => packet.Message(60));
}
