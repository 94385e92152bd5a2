using System.Text;
using Contrail.Core.Ring.Lanes.Figures;
using Contrail.Machine.Figures;
using CsCheck;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Core.Ring.Lanes.Figures.FigureFiles;

namespace Contrail.Tests.Recorder.Machine.Figures;

/// <summary>The texts of the kernel, also such as it does not write, become figures or remain unknown.</summary>
public sealed class FileParserTests
{
    private const string StatFields =
        " S 1 2 3 0 -1 4194304 101 0 7 0 55 66 0 0 20 0 13 0 987654 100 200 1 2 3 4 5 6 7 8 9 10 11 12 13 17 3 0 0\n";

    private static readonly string[] Words =
    [
        "cpu ", "some ", "total=", "Tcp: ", "InSegs ", "VmRSS:", "\n", "9", "18446744073709551616 ", ") ", " ( ", "max",
        "-1 ", "\t", ":", "= ", "1.5 ",
    ];

    private static readonly (FigureFile File, FigureEvent Event)[] All =
        [.. FigureTable.Events.SelectMany(one => one.Columns.SelectMany(column => column.Fields)
            .Select(field => (field.File, one))).Distinct()];

    [Theory]
    [InlineData("42 (app)")]
    [InlineData("42 (a b) c)")]
    [InlineData("42 ()\n) S 9 9 9)")]
    public void The_fields_of_a_stat_follow_the_last_parenthesis(string beginning)
    {
        Dictionary<string, long> process = Parse(Stat, FigureTable.Target, beginning + StatFields);
        Assert.Equal(550_000_000, process["UserTime"]);
        Assert.Equal(660_000_000, process["SystemTime"]);
        Assert.Equal(101, process["MinorFaults"]);
        Assert.Equal(7, process["MajorFaults"]);
        Assert.Equal(13, process["Threads"]);

        Dictionary<string, long> thread = Parse(ThreadStat, FigureTable.BusyThread, beginning + StatFields);
        Assert.Equal('S', thread["State"]);
        Assert.Equal(3, thread["Processor"]);
    }

    [Fact]
    public void A_status_is_read_in_bytes()
    {
        Dictionary<string, long> figures = Parse(Status, FigureTable.Target,
            "Name:\tVmRSS: 9 kB\nVmRSS:\t    2048 kB\nRssAnon:\t1024 kB\nVmSwap:\t0 kB\n");
        Assert.Equal(2 << 20, figures["ResidentBytes"]);
        Assert.Equal(1 << 20, figures["AnonymousBytes"]);
        Assert.Equal(0, figures["SwapBytes"]);
        Assert.Equal(FigureTable.Unknown, figures["FileBytes"]);
    }

    [Fact]
    public void The_machine_is_read()
    {
        Dictionary<string, long> figures = Parse(HostStat, FigureTable.Host,
            "cpu  1 2 3 4 5 6 7 8 9 10\ncpu0 9 9 9 9 9 9 9 9 9 9\nintr 5 1 2\nctxt 77\nprocs_running 3\n");
        Assert.Equal(
            [1, 2, 3, 4, 5, 6, 7, 8],
            FigureTable.Host.Columns.Take(8).Select(column => figures[column.Name] / 10_000_000));
        Assert.Equal(77, figures["ContextSwitches"]);
        Assert.Equal(3, figures["RunnableThreads"]);
        Assert.Equal(1_234, Parse(LoadAverage, FigureTable.Host, "12.34 1.00 2.00 3/400 5\n")["LoadAverage"]);
    }

    [Fact]
    public void A_kernel_before_some_counters_leaves_them_unknown()
    {
        Dictionary<string, long> figures = Parse(HostStat, FigureTable.Host, "cpu  1 2 3 4\n");
        Assert.Equal(40_000_000, figures["IdleTime"]);
        Assert.Equal(FigureTable.Unknown, figures["StealTime"]);
    }

    [Fact]
    public void Pressure_is_read_by_the_position_of_its_total()
    {
        const string Text = "some avg10=1.00 avg60=2.00 avg300=3.00 total=45\nfull avg10=0 avg60=0 avg300=0 total=6\n";
        Dictionary<string, long> figures = Parse(Cgroup2MemoryPressure, FigureTable.Cgroup, Text);
        Assert.Equal(45_000, figures["MemoryStalled"]);
        Assert.Equal(6_000, figures["MemoryStalledFully"]);
    }

    [Fact]
    public void Both_versions_of_control_groups_give_the_same_units()
    {
        Dictionary<string, long> second = Parse(Cgroup2Max, FigureTable.Cgroup, "50000 100000\n");
        Assert.Equal((50_000_000, 100_000_000), (second["CpuQuota"], second["CpuPeriod"]));
        Assert.Equal(50_000_000, Parse(Cgroup1Quota, FigureTable.Cgroup, "50000\n")["CpuQuota"]);
        Assert.Equal(FigureTable.NoLimit, Parse(Cgroup2Max, FigureTable.Cgroup, "max 100000\n")["CpuQuota"]);
        Assert.Equal(FigureTable.NoLimit, Parse(Cgroup1Quota, FigureTable.Cgroup, "-1\n")["CpuQuota"]);
        Assert.Equal(3_000, Parse(Cgroup2CpuStat, FigureTable.Cgroup, "throttled_usec 3\n")["ThrottledTime"]);
        Assert.Equal(3, Parse(Cgroup1CpuStat, FigureTable.Cgroup, "throttled_time 3\n")["ThrottledTime"]);
    }

    [Fact]
    public void Tables_of_the_network_are_read_by_name()
    {
        Dictionary<string, long> figures = Parse(Snmp, FigureTable.Network,
            "Ip: InSegs\nIp: 9\nUdp: InSegs\nUdp: 8\nTcp: RetransSegs InSegs\nTcp: 5 6\nTcp: InSegs\nUdp: 7\n");
        Assert.Equal((5, 6), (figures["Retransmits"], figures["SegmentsReceived"]));
        Assert.Equal(FigureTable.Unknown, figures["SegmentsSent"]);
    }

    [Fact]
    public void The_first_file_that_has_a_figure_counts()
    {
        long[] values = Unknown();
        FileParser.Of(Cgroup1Usage, FigureTable.Cgroup).Parse("5\n"u8, values);
        FileParser.Of(Cgroup2CpuStat, FigureTable.Cgroup).Parse("usage_usec 7\n"u8, values);
        Assert.Equal(5, values[FigureTable.Cgroup.IndexOf("CpuTime")]);
    }

    // A longer text only adds figures: none that a torn text has is another in the complete one.
    [Theory]
    [InlineData("42 (app)" + StatFields)]
    [InlineData("VmRSS:\t 2048 kB\nRssAnon:\t 1024 kB\nvoluntary_ctxt_switches:\t123\n")]
    [InlineData("cpu  11 22 33 44 55 66 77 88\nctxt 777\nprocesses 88\n")]
    [InlineData("some avg10=1.00 avg60=2.00 avg300=3.00 total=45\nfull avg10=0 avg60=0 avg300=0 total=67\n")]
    [InlineData("TcpExt: ListenDrops ListenOverflows\nTcpExt: 555 666\nTcp: InSegs\nTcp: 77\n")]
    [InlineData("123456 100000\n")]
    public void A_torn_text_gives_no_figure_that_is_wrong(string text)
    {
        foreach ((FigureFile file, FigureEvent described) in All)
        {
            Dictionary<string, long> complete = Parse(file, described, text);
            for (int length = 0; length < text.Length; length++)
            {
                Assert.All(
                    Parse(file, described, text[..length]),
                    torn => Assert.Contains(torn.Value, new[] { FigureTable.Unknown, complete[torn.Key] }));
            }
        }
    }

    [Fact]
    public void Any_text_is_parsed_by_any_parser_without_an_exception() =>
        Gen.Select(Gen.Int[0, All.Length - 1], Gen.OneOf(
                Gen.Byte.Array[0, 400],
                Gen.Int[0, Words.Length - 1].List[0, 60].Select(indexes =>
                    Encoding.UTF8.GetBytes(string.Concat(indexes.Select(index => Words[index]))))))
            .Sample((index, text) =>
            {
                long[] values = Unknown();
                FileParser.Of(All[index].File, All[index].Event).Parse(text, values);
                return values.All(value => value >= FigureTable.Unknown);
            });

    [Fact]
    public void Parsing_allocates_nothing()
    {
        byte[] text = Encoding.UTF8.GetBytes("42 (app)" + StatFields);
        FileParser[] parsers = [.. All.Select(one => FileParser.Of(one.File, one.Event))];
        long[] values = Unknown();
        ParseAll(parsers, text, values);
        Assert.Equal(0, LeastAllocated.Bytes(_ => ParseAll(parsers, text, values)));
    }

    private static void ParseAll(FileParser[] parsers, byte[] text, long[] values)
    {
        foreach (FileParser parser in parsers)
        {
            parser.Parse(text, values);
        }
    }

    private static Dictionary<string, long> Parse(FigureFile file, FigureEvent described, string text)
    {
        long[] values = Unknown();
        FileParser.Of(file, described).Parse(Encoding.UTF8.GetBytes(text), values);
        return described.Columns.Zip(values).ToDictionary(pair => pair.First.Name, pair => pair.Second);
    }

    private static long[] Unknown() => [.. Enumerable.Repeat(FigureTable.Unknown, FigureRecord.MaxColumns)];
}
