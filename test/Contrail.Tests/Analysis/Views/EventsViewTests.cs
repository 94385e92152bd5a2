using Contrail.Analysis;
using Contrail.Analysis.Filters;
using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;
using Contrail.Core.Files;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.DescribedEvents;

namespace Contrail.Tests.Analysis.Views;

/// <summary>The view of the events themselves.</summary>
[Collection(Alone.Name)]
public sealed class EventsViewTests
{
    [Theory]
    [MemberData(nameof(Captures.Real), MemberType = typeof(Captures))]
    public void Each_event_that_TraceEvent_reads_is_a_row(string name)
    {
        byte[] file = FlippedFile.Whole(name);
        IReadOnlyList<DecodedEvent> official = TraceEventDecoding.Of(file);
        ViewTable table = Read(file, TraceAnalysis.NetTrace());
        Assert.Equal(0, table.OmittedCount);
        Assert.Equal(
            official.CountBy(one => (one.Provider, one.Thread)).OrderBy(pair => pair.Key).ToList(),
            table.Rows.CountBy(row => (row[2].Text!, unchecked((ulong)row[1].Integer)))
                .OrderBy(pair => pair.Key).ToList());
        Assert.Equal(
            official.Where(HasOwnName).CountBy(one => one.Name.Replace("/", "", StringComparison.Ordinal))
                .OrderBy(pair => pair.Key, StringComparer.Ordinal).ToList(),
            table.Rows.Where(row => !row[2].Text!.StartsWith("Microsoft-", StringComparison.Ordinal))
                .CountBy(row => row[3].Text!).OrderBy(pair => pair.Key, StringComparer.Ordinal).ToList());

        // The stream has no names for the runtime's own events: both readers have their own.
        static bool HasOwnName(DecodedEvent one) => !one.Provider.StartsWith("Microsoft-", StringComparison.Ordinal);
    }

    [Fact]
    public void Fields_are_compared_as_numbers_or_as_text()
    {
        byte[] file = new NetTraceFile()
            .Add(Event("Shop", "Order", ("id", 7L), ("name", "Ink")), at: 1, thread: 3)
            .Add(Event("Shop", "Order", ("id", 70L), ("name", "Paper")), at: 2, thread: 3)
            .Add(Event("Shop", "Order", ("id", 9007199254740993L), ("name", "Pen 7")), at: 3, thread: 4)
            .Add(Event("Other", "Tick"), at: 4, thread: 4)
            .Whole();
        Assert.Equal(["id=70 name=Paper"], Fields(file, "payload.id > 7 and payload.id < 100"));
        Assert.Equal(["id=7 name=Ink"], Fields(file, "payload.id = 7.0"));
        Assert.Equal([], Fields(file, "payload.id = 9007199254740992"));
        Assert.Equal(["id=9007199254740993 name=Pen 7"], Fields(file, "payload.id = 9007199254740993"));
        Assert.Equal(
            ["id=7 name=Ink", "id=9007199254740993 name=Pen 7"],
            Fields(file, "payload.id ~ 7 and not payload.name = paper"));
        Assert.Equal(["", "id=9007199254740993 name=Pen 7"], Fields(file, "thread = 4").Order());
        Assert.Equal([""], Fields(file, "provider = other and event ~ ick"));
        Assert.Equal([], Fields(file, "not payload.missing = 1"));
    }

    [Fact]
    public void A_page_has_its_rows_and_the_others_are_counted()
    {
        NetTraceFile file = new();
        for (int index = 0; index < 50; index++)
        {
            file.Add(Event("Shop", "Order", ("id", (long)index)), at: index);
        }

        ViewOptions options = new() { SkippedRows = 20, MaxRows = 3 };
        ViewTable table = Read(file.Whole(), TraceAnalysis.NetTrace(), options);
        Assert.Equal(["id=20", "id=21", "id=22"], table.Rows.Select(FieldsOf));
        Assert.Equal(27, table.OmittedCount);
        table = Read(file.Whole(), TraceAnalysis.NetTrace(), new ViewOptions { SkippedRows = 100 });
        Assert.Empty(table.Rows);
        Assert.Equal(0, table.OmittedCount);
    }

    [Fact]
    public void Only_events_of_the_page_are_decoded_and_at_most_ten_thousand()
    {
        ViewRun run = new([EventsView.Description], new ViewOptions { SkippedRows = 5 });
        run.Model.OnBegin(TraceContext.Empty);
        CountedDetails details = new();
        for (int index = 0; index < 12_000; index++)
        {
            run.Model.Add(new EventRecord(default, 1, "Shop", "Order", details));
        }

        run.Model.OnEnd(default);
        ViewTable table = run.Conclude()[0].Tables[0];
        Assert.Equal((10_000, 1_995L, 10_000), (table.Rows.Count, table.OmittedCount, details.ReadCount));
    }

    [Fact]
    public void Events_of_a_Go_trace_have_the_fields_that_its_own_tool_prints()
    {
        byte[] trace = AssembledTraces.Read("traces", "annotations-stress-1.26.trace");
        ViewTable table = Read(trace, TraceAnalysis.GoTrace());
        GoReading own = GoReading.Of(trace);
        Assert.Equal(
            own.Lines.CountBy(line => line.Split(' ')[3]).OrderBy(pair => pair.Key).ToList(),
            table.Rows.CountBy(row => row[3].Text!).OrderBy(pair => pair.Key).ToList());
        string line = own.Lines.First(one => one.Contains(" TaskBegin ", StringComparison.Ordinal));
        string fields = FieldsOf(table.Rows.First(row => row[3].Text == "TaskBegin"));
        Assert.EndsWith(fields, line.Replace("\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
        ViewTable last = Read(trace, TraceAnalysis.GoTrace(), new ViewOptions { Filter = Parse("time in -1us..") });
        Assert.InRange(last.Rows.Count, 1, table.Rows.Count - 1);
    }

    [Fact]
    public void Any_changed_byte_gives_other_events_or_none()
    {
        byte[] file = new NetTraceFile()
            .Add(Event("Shop", "Order", ("id", 7L), ("name", "Ink"), ("cost", 2.5)), at: 1)
            .Add(Activity("Start", "Shop", "Work", ("path", "/a")), at: 2)
            .Whole();
        ViewOptions options = new() { Filter = Parse("payload.name ~ k or payload.Arguments.path ~ a or thread != 0") };
        Random random = new(4711);
        long rowCount = 0;
        for (int round = 0; round < 2_000; round++)
        {
            byte[] changed = [.. file];
            changed[random.Next(100, changed.Length)] = (byte)random.Next(256);
            rowCount += Read(changed, TraceAnalysis.NetTrace(), options, mayFail: true).Rows.Count;
        }

        Assert.InRange(rowCount, 1_000, 4_000);
    }

    private static Filter Parse(string expression) =>
        Filter.Parse(expression, FilterFields.Of(ModelNeeds.Events), out _)!;

    private static string[] Fields(byte[] file, string expression) =>
    [
        .. Read(file, TraceAnalysis.NetTrace(), new ViewOptions { Filter = Parse(expression) }).Rows.Select(FieldsOf),
    ];

    private static string FieldsOf(ViewValue[] row) =>
        string.Join(' ', row[4].Fields.Select(field => $"{field.Name}={field.Value}"));

    private static ViewTable Read(
        byte[] file, ITraceFiles format, ViewOptions? options = null, bool mayFail = false)
    {
        ViewRun run = new([EventsView.Description], options ?? ViewOptions.Default);
        using MemoryStream stream = new(file);
        Assert.True(TraceAnalysis.TryRead(format, stream, null, run.Model, out _, CancellationToken.None) || mayFail);
        return run.Conclude()[0].Tables[0];
    }

    private sealed class CountedDetails : IEventDetails
    {
        public int ReadCount { get; private set; }

        public StackId Stack => StackId.None;

        public IReadOnlyList<EventFieldText> ReadFields()
        {
            ReadCount++;
            return [];
        }

        public bool TryFind(string path, out string text, out double? number)
        {
            (text, number) = ("", null);
            return false;
        }
    }
}
