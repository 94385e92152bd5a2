using Contrail.Core.NetTrace.Libraries;
using Contrail.Core.NetTrace.Observing;
using Contrail.Core.NetTrace.Wire;
using Contrail.Core.Triggers;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.DescribedEvents;

namespace Contrail.Tests.Core.NetTrace.Observing;

/// <summary>Events, counters and providers that conditions name and a stream does not show.</summary>
public sealed class MissingNameTests
{
    private const long Second = 1_000_000_000;

    [Theory]
    [InlineData("event:Shop/OrderFaled", "Event Shop OrderFaled, near OrderFailed, 2: OrderFailed OrderPlaced")]
    [InlineData("event:OrderFaled", "Event  OrderFaled, near OrderFailed, 2: OrderFailed OrderPlaced")]
    [InlineData("event:Shop/Paid*", "Event Shop Paid*, near , 2: OrderFailed OrderPlaced")]
    [InlineData("pair:Shop/OrderPlaced..OrderShipped2>1s",
        "Event Shop OrderShipped2, near , 2: OrderFailed OrderPlaced")]
    [InlineData("event:Shap/OrderFailed", "Provider Shap OrderFailed, near Shop, 1: Shop")]
    [InlineData("event:Stock/Empty", "Provider Stock Empty, near , 1: Shop")]
    [InlineData("event:Shop/OrderFailed", "")]
    [InlineData("event:Shop/Order*", "")]
    [InlineData("event:Microsoft-Windows-DotNETRuntime/GCStart* payload.Depth=2", "")]
    [InlineData("exception:Shop.Refused", "")]
    public void An_event_that_has_not_arrived_is_missing_after_a_time(string expression, string missing)
    {
        using ObservedStream stream = new(expression);
        stream.Feed(new NetTraceFile()
            .Add(Event("Shop", "OrderPlaced", ("Id", 1)), 100).Add(Event("Shop", "OrderFailed", ("Id", 1)), 101));
        Update(stream, 0);
        Update(stream, NamedSubject.WaitNanoseconds - 1);
        Assert.Empty(stream.Observer.MissingNames);
        Update(stream, NamedSubject.WaitNanoseconds);
        Assert.Equal(missing, Text(stream));
    }

    [Fact]
    public void The_time_begins_with_the_first_event_of_the_provider_and_what_arrives_is_not_missing()
    {
        using ObservedStream stream = new("event:Shop/Failed");
        byte[] file = new NetTraceFile()
            .Add(Event("Shop", "Placed", ("Id", 1)), 100).CloseBlock()
            .Add(Event("Shop", "Failed", ("Id", 1)), 900).Torn();
        Update(stream, 0);
        Update(stream, 30 * Second);
        Assert.Equal("Provider Shop Failed, near , 0: ", Text(stream));
        stream.Feed(file.AsSpan(0, file.Length - 150));
        Update(stream, 31 * Second);
        Update(stream, 60 * Second);
        Assert.Empty(stream.Observer.MissingNames);
        Update(stream, 61 * Second);
        Assert.Equal("Event Shop Failed, near , 1: Placed", Text(stream));
        stream.Feed(file.AsSpan(file.Length - 150));
        Update(stream, 62 * Second);
        Assert.Empty(stream.Observer.MissingNames);
    }

    [Fact]
    public void What_is_not_recorded_is_not_missing()
    {
        using ObservedStream stream = new("event:Shop/Failed", "event:Stock/Empty");
        for (int second = 0; second <= 90; second++)
        {
            bool isBlind = second is > 20 and <= 61;
            stream.Observer.UpdateNames(second * Second, one => !isBlind || one.Subject != "Shop/Failed");
        }

        Assert.Equal("Provider Stock Empty, near , 0: ", Text(stream));
        Update(stream, 91 * Second);
        Assert.Equal(2, stream.Observer.MissingNames.Count);
    }

    [Fact]
    public void A_counter_is_missing_after_two_intervals_of_its_event_source()
    {
        using ObservedStream stream = new("counter:System.Runtime/cpu-usag>9", "counter:System.Runtime/gen-0-size>1");
        FileEvent[] round =
        [
            Counter("System.Runtime", ("Name", "cpu-usage"), ("Mean", 1.5)),
            Counter("System.Runtime", ("Name", "exception-count"), ("Increment", 1.5)),
            Counter("System.Runtime", ("Name", "gen-0-size"), ("Mean", double.NaN)),
        ];
        Assert.Equal(
            ["", "", "Counter System.Runtime cpu-usag, near cpu-usage, 3: cpu-usage exception-count gen-0-size"],
            AfterRounds(stream, round, round, round));
    }

    [Fact]
    public void A_meter_shows_its_intervals_by_each_series_and_its_instruments_before_a_value()
    {
        using ObservedStream stream = new("counter:Shop/orders.failed>9", "counter:Shop/queue.length>9");
        FileEvent[] round = [Rate("orders", "to=A"), Rate("orders", "to=B"), Rate("orders", "to=C")];
        Assert.Equal(
            ["", "", "Counter Shop orders.failed, near , 2: orders queue.length"],
            AfterRounds(stream, [Instrument("BeginInstrumentReporting", "queue.length"), .. round], round, round));
    }

    [Fact]
    public void A_counter_of_an_event_source_that_writes_none_is_not_known()
    {
        using ObservedStream stream = new("counter:Shop/orders>9");
        FileEvent[] round = [Counter("System.Runtime", ("Name", "cpu-usage"), ("Mean", 1.5))];
        Assert.Equal(["", "", ""], AfterRounds(stream, round, round, round));
        Update(stream, NamedSubject.WaitNanoseconds + 1);
        Assert.Equal("Provider Shop orders, near , 1: System.Runtime", Text(stream));
    }

    [Fact]
    public void Rows_beyond_a_limit_show_nothing()
    {
        ArrivedRows rows = new();
        MetadataRow row = new(1, "Shop", 1, "Placed", 0, default);
        for (int number = 0; number < ArrivedRows.MaxCount; number++)
        {
            rows.Add(row);
        }

        Assert.False(rows.IsIncomplete);
        rows.Add(row);
        Assert.True(rows.IsIncomplete);
    }

    private static FileEvent Rate(string name, string tags) =>
        Instrument("CounterRateValuePublished", name, ("tags", tags), ("rate", "0"));

    private static FileEvent Instrument(string kind, string name, params (string, object)[] fields) => Event(
        CounterEvent.MetricsProvider, kind, [("meterName", "Shop"), ("instrumentName", name), .. fields]);

    private static List<string> AfterRounds(ObservedStream stream, params FileEvent[][] rounds)
    {
        NetTraceFile file = new();
        List<int> ends = [];
        foreach (FileEvent[] round in rounds)
        {
            file.AddAll(round, 100 + ends.Count).CloseBlock();
            ends.Add((int)file.Offset);
        }

        byte[] all = file.Torn();
        List<string> missing = [];
        int from = 0;
        foreach (int end in ends)
        {
            stream.Feed(all.AsSpan(from, end - from));
            _ = stream.Take();
            Update(stream, 1);
            missing.Add(Text(stream));
            from = end;
        }

        return missing;
    }

    private static void Update(ObservedStream stream, long now) => stream.Observer.UpdateNames(now, _ => true);

    private static string Text(ObservedStream stream) => string.Join('|', stream.Observer.MissingNames.Select(one =>
        $"{one.Kind} {one.Owner} {one.Name}, near {one.Nearest}, {one.KnownCount}: {string.Join(' ', one.Known)}"));
}
