using Contrail.Analysis.Model;
using Contrail.Tests.Support;
using Contrail.Tool.Text;
using Xunit;
using static Contrail.Tests.Support.RuntimeEvents;

namespace Contrail.Tests.Tool;

public sealed class SummaryTextTests
{
    private const string IncidentPage = """
        Process     Shop, pid 42, .NET 10.0.12, Linux x64, on web-1
        Window      10.1 s of 10.0 s requested
                    2026-01-02 03:04:05.000 to 03:04:15.100 (all times are UTC)
        Time          0.1 % of the window, all threads were stopped (14.5 ms)
                        0.2 threads on average waited for locks (2.4 s in total)
                    Unknown: running, waiting for a processor, throttled, blocked (record with --figures on)
        GC          2 collections: 1 of generation 0, 1 of generation 2, 1 in the background
                    Reasons: large objects allocated (1), small objects allocated (1)
                    Stop-the-world pauses: 2, total 14.5 ms (0.1 % of the window); longest:
                        12.5 ms  at 03:04:07.000  generation 2, collection 5, in the background
                           2 ms  at 03:04:08.000  generation 0, collection 6
        Exceptions  1 exception thrown, first at 03:04:09.000, last at 03:04:09.000
                            1  Shop.OutOfStock
                    Most frequent messages:
                            1  no pens·[2J left
        Contention  1 wait for locks, total 1.3 s; longest 1.3 s, at 03:04:10.000
                    1 still waiting at the end of the window, the longest for 1.1 s
                    Waits that started before the window may be missing (all from before the recording).
        Threads     3 threads wrote events; busiest: thread 7 (8 events), thread 9 (4 events), thread 8 (2 events)
        Thread pool target up to 12 threads; adjustments: starvation (1)
                    Starvation (1): work was queued and no pool thread became free: all blocked or computing
        CPU         1 sample, 1 in managed code; methods:
                            1  Shop.Checkout.Pay
                    Own code, with everything that it calls:
                            1  Checkout.Pay
        Events      14 events, and 2 that the recorder added
                           13  Microsoft-Windows-DotNETRuntime
                               ContentionStart (2), GCEnd (2), GCRestartEnd (2), GCStart (2)
                            1  Microsoft-DotNETCore-SampleProfiler
                               ThreadSample (1)
        Details     contrail view NAME FILE; views: contrail view --list

        Up to       the request: the runtime has flushed since then
        Losses      nothing lost
        File        complete, 3.6 KiB, nettrace 4

        Reason      checkout was slow

        """;

    private const ulong Recorder = 1UL << 62;

    [Fact]
    public void An_incident_reads_like_this()
    {
        string text = Render(Incident().Whole());
        Assert.StartsWith("Findings\n  Unknown, because the events ", text, StringComparison.Ordinal);
        string facts = text[text.IndexOf("Process ", StringComparison.Ordinal)..];
        string expected = IncidentPage.ReplaceLineEndings("\n");
        Assert.Equal(expected, facts[..Math.Min(facts.Length, expected.Length)]);
    }

    [Fact]
    public void A_pause_with_two_collections_has_one_line_that_names_both()
    {
        string text = Render(new NetTraceFile()
            .Add(SuspendBegin(), at: 10, thread: 7).Add(GCStart(5, 2, type: 1), at: 11, thread: 7)
            .Add(GCStart(6, 1), at: 13, thread: 7).Add(GCEnd(6, 1), at: 220, thread: 7)
            .Add(RestartEnd(), at: 222, thread: 7).Add(GCEnd(5, 2), at: 300, thread: 8).Whole());
        Assert.Contains(
            "212 ms  at 03:04:05.010  generation 1, collection 6 (207 ms); "
                + "generation 2, collection 5, in the background\n",
            text);
    }

    [Fact]
    public void A_thread_has_its_role_where_the_file_contains_it()
    {
        string text = Render(new NetTraceFile()
            .Add(ThreadCreated(7, flags: 2), at: 1, thread: 9)
            .Add(Custom("App", 1, "Tick"), at: 2, thread: 7).Add(Custom("App", 1, "Tick"), at: 3, thread: 7).Whole());
        Assert.Contains("busiest: thread 7 (finalizer, 2 events), thread 9 (1 event)\n", text);
    }

    [Fact]
    public void Without_a_list_of_what_was_recorded_an_absent_event_means_nothing()
    {
        const string Expected = """
            Findings
              Unknown, because the events were not recorded, or the file does not list them: contrail findings FILE

            Process     pid 42; the file does not contain its name
            Window      0 µs, 2026-01-02 03:04:05.001 to 03:04:05.001 (all times are UTC)
            Time        Unknown: running, waiting for a processor, throttled, blocked (it may not be recorded)
            GC          unknown: the file contains no such event and does not show whether it was recorded
            Exceptions  unknown: the file contains no such event and does not show whether it was recorded
            Contention  unknown: the file contains no such event and does not show whether it was recorded
            Threads     1 thread wrote events; busiest: thread 1 (1 event)
            Thread pool unknown: the file contains no such event and does not show whether it was recorded
            Events      1 event, and 0 that the recorder added
                                1  App
                                   Tick (1)
            Details     contrail view NAME FILE; views: contrail view --list

            Manifest    none: Contrail did not write this file
            Losses      none according to the sequence numbers of the events
            File        complete, 271 B, nettrace 4

            """;
        string text = Render(new NetTraceFile().Add(Custom("App", 1, "Tick"), at: 1).Whole());
        Assert.Equal(Expected.ReplaceLineEndings("\n"), text);
    }

    [Fact]
    public void Text_contains_what_the_window_cuts_and_what_was_lost()
    {
        string text = Render(new NetTraceFile()
            .Add(Custom("App", 1, "Tick"), at: 0)
            .Add(GCEnd(4, 1), at: 100, thread: 7).Add(RestartEnd(), at: 110, thread: 7)
            .Add(SuspendBegin(), at: 500, thread: 7).Add(GCStart(5, 2), at: 501, thread: 7)
            .CloseBlock().Add(Custom("App", 1, "Tick"), at: 3_500, lost: 9).Torn());
        Assert.Contains("9 events that the runtime did not write", text);
        Assert.Contains("the stream is incomplete", text);
        Assert.Contains("1 started before the window", text);
        Assert.Contains("1 not complete at the end of the window", text);
        Assert.Contains("≥ 3.0 s  at 03:04:05.500  generation 2, collection 5", text);
        Assert.Contains("≥ 110 ms  at 03:04:05.000  collection unknown", text);
    }

    [Fact]
    public void No_text_of_a_file_steers_a_terminal_or_leaves_the_page()
    {
        string hostile = "\u001b]0;owned\a\r\n\u009b31m\u202eevil\u2028x[red]\ud800" + new string('w', 10_000);
        SnapshotManifest manifest = Manifests.Usual with
        {
            Reason = hostile,
            Losses = [new ManifestLoss(default, DateTime.MaxValue, LossReason.Evicted, long.MaxValue, null, hostile),
                new ManifestLoss(default, DateTime.MaxValue, LossReason.Evicted, long.MaxValue, null, hostile)],
        };
        byte[] bytes = new NetTraceFile()
            .Add(Exception(hostile, hostile), at: 1).Add(Custom(hostile, 1, hostile), at: 2)
            .AddAll(SnapshotManifest(manifest), at: 3).Whole();
        string text = Render(bytes);
        Assert.DoesNotContain(text, character => char.IsControl(character) && character != '\n');
        Assert.DoesNotContain('\u202e', text);
        Assert.DoesNotContain('\u2028', text);
        Assert.Contains("[red]", text);
        Assert.All(Render(bytes, 100).Split('\n'), line => Assert.InRange(line.Length, 0, 100));
    }

    [Fact]
    public void A_profile_decides_what_an_absent_event_means()
    {
        string collections = Render(Quiet(Part(0, 10.1, "collections")));
        Assert.Contains("GC          no collection\n", collections);
        Assert.Contains("Exceptions  not recorded: the profile 'collections'", collections);
        Assert.Contains("Contention  not recorded: the profile 'collections'", collections);
        string whole = Render(Quiet(Part(0, 10.1, "default")));
        Assert.Contains("Exceptions  none thrown\n", whole);
        Assert.Contains("Contention  no wait for a lock started or ended\n", whole);
        Assert.Contains("Waits that started before the window", whole);
        string stepped = Render(Quiet(Part(0, 3, "default"), Part(3, 10.1, "collections")));
        Assert.Contains("Exceptions  none thrown in 3.0 s of 10.1 s: the profile changed\n", stepped);
        string custom = Render(Quiet(Part(0, 3, "default+"), Part(3, 10.1, "default")));
        Assert.Contains("Exceptions  unknown", custom);
    }

    [Theory]
    [InlineData("main")]
    [InlineData("main (default+)")]
    public void The_requested_keywords_decide_for_custom_providers(string name)
    {
        SnapshotManifest manifest = Manifests.Usual with
        {
            Profiles = [Part(0, 10.1, "default+")],
            Sessions = [name + ": Microsoft-Windows-DotNETRuntime:0x8000:2,App:0x0:4; 16 MiB; CollectTracing4"],
            StacksAtLimit = 3,
        };
        string text = Render(new NetTraceFile()
            .AddAll(SnapshotManifest(manifest), at: 10_100, thread: 0, capture: Recorder).Whole());
        Assert.Contains("Exceptions  none thrown\n", text);
        Assert.Contains("GC          not recorded", text);
        Assert.Contains("Stacks      3 stacks have the runtime's maximum of 100 frames", text);
    }

    [Fact]
    public void A_torn_file_states_until_when_it_is_readable_and_no_time_of_its_end()
    {
        string text = Render(new NetTraceFile().Add(Exception("A", "b"), at: 1_500).Torn());
        Assert.Contains("the file was truncated; readable until 03:04:06.500", text);
    }

    [Fact]
    public void A_count_for_a_part_of_the_window_is_marked_as_such()
    {
        SnapshotManifest manifest = Manifests.Usual with
        {
            Profiles = [Part(0, 3, "default"), Part(3, 10.1, "collections")],
        };
        string text = Render(new NetTraceFile().Add(Exception("A", "b"), at: 1)
            .AddAll(SnapshotManifest(manifest), at: 10_100, thread: 0, capture: Recorder).Whole());
        Assert.Contains("recorded in 3.0 s of 10.1 s: the profile changed", text);
    }

    private static byte[] Quiet(params ManifestProfile[] profiles) => new NetTraceFile()
        .AddAll(
            SnapshotManifest(Manifests.Usual with { Profiles = profiles }), at: 10_100, thread: 0, capture: Recorder)
        .Whole();

    private static ManifestProfile Part(double from, double to, string profile) =>
        new(NetTraceFile.Begin.AddSeconds(from), NetTraceFile.Begin.AddSeconds(to), profile);

    [Fact]
    public void Places_have_the_source_lines_that_are_found()
    {
        byte[] bytes = Captures.Read("net10");
        using PlainConsole plain = new(null);
        SummaryText.Write(plain.Console, Summaries.Read(bytes), bytes.Length, new OneLine());
        Assert.Contains(" (Shop.cs:12+)\n", plain.Text, StringComparison.Ordinal);
    }

    private static NetTraceFile Incident() => new NetTraceFile()
        .Add(SuspendBegin(), at: 2_000, thread: 7).Add(GCStart(5, 2, reason: 4, type: 1), at: 2_001, thread: 7)
        .Add(RestartEnd(), at: 2_012.5, thread: 7).Add(GCEnd(5, 2), at: 2_100, thread: 8)
        .Add(SuspendBegin(), at: 3_000, thread: 7).Add(GCStart(6, 0), at: 3_001, thread: 7)
        .Add(GCEnd(6, 0), at: 3_001.5, thread: 7).Add(RestartEnd(), at: 3_002, thread: 7)
        .Add(Exception("Shop.OutOfStock", "no pens\u001b[2J left"), at: 4_000, thread: 9)
        .Add(ContentionStart(), at: 5_000, thread: 9).Add(ContentionStop(1.25e9), at: 6_250, thread: 9)
        .Add(ContentionStart(), at: 9_000, thread: 7)
        .Add(ThreadPoolAdjustment(12, reason: 6), at: 9_500, thread: 8)
        .Stacks(1, [0x1008]).Add(Sample(), at: 9_600, thread: 9, stack: 1)
        .Add(MethodRundown(0x1000, 64, "Shop.Checkout", "Pay"), at: 10_000, thread: 0, capture: Recorder)
        .AddAll(SnapshotManifest(Manifests.Usual), at: 10_100, thread: 0, capture: Recorder);

    private static string Render(byte[] bytes, int? terminalWidth = null)
    {
        using PlainConsole plain = new(terminalWidth);
        SummaryText.Write(plain.Console, Summaries.Read(bytes), bytes.Length);
        return plain.Text;
    }

    private sealed class OneLine : ISourceLines
    {
        public SourceLine? Find(in StackFrame frame) => new SourceLine("/src/Shop.cs", 12, IsMethodStart: true);
    }
}
