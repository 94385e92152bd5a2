using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Libraries;
using Contrail.Core.Triggers;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.DescribedEvents;

namespace Contrail.Tests.Core.NetTrace.Observing;

/// <summary>Counters, log messages and requests of .NET's libraries.</summary>
public sealed class LibraryEventTests
{
    private const string Metrics = CounterEvent.MetricsProvider;

    private static readonly (string, string)[] Route =
        [("DurationTicks", "1500000"), ("Tags", "[http.route, /o/{id}]")];

    private static readonly (string, string)[] NoRoute = [("DurationTicks", "1500000")];

    [Fact]
    public void Counters_have_the_values_of_the_view()
    {
        using ObservedStream stream = new("counter:*>0");
        (string Name, object Value)[] metric = [("meterName", "Shop"), ("instrumentName", "orders"), ("unit", "")];
        stream.Feed(new NetTraceFile()
            .Add(Counter("System.Runtime", ("Name", "cpu-usage"), ("Mean", 91.5), ("Count", 1)), 100)
            .Add(Counter("Shop.Counters", ("Name", "orders"), ("Increment", 7.0)), 101)
            .Add(Counter("System.Runtime", ("Name", "cpu-usage"), ("Mean", double.NaN), ("Count", 1)), 102)
            .Add(Event(Metrics, "CounterRateValuePublished", [.. metric, ("rate", "12.5")]), 103)
            .Add(Event(Metrics, "CounterRateValuePublished", [.. metric, ("rate", "")]), 104)
            .Add(Event(Metrics, "UpDownCounterRateValuePublished", [.. metric, ("rate", "1"), ("value", "-3")]), 105)
            .Add(Event(Metrics, "GaugeValuePublished", [.. metric, ("lastValue", "4")]), 106)
            .Add(Event(Metrics, "HistogramValuePublished", [.. metric, ("count", "4"), ("sum", "10")]), 107)
            .Add(Event(Metrics, "HistogramValuePublished", [.. metric, ("count", "0"), ("sum", "0")]), 108)
            .Add(Event(Metrics, "BeginInstrumentReporting", metric), 109));
        Assert.Equal(
            "System.Runtime/cpu-usage 91.5|Shop.Counters/orders 7|Shop/orders 12.5|Shop/orders -3|Shop/orders 4"
            + "|Shop/orders 2.5",
            Text(stream.Take()));
    }

    [Fact]
    public void A_counter_fires_when_it_has_stayed_over_its_limit()
    {
        const string Expression = "counter:System.Runtime/cpu-usage>90 for 3s";
        TriggerSet rules = new([.. TriggerRules.Parse(Expression, out _)]);
        using ObservedStream stream = new(Expression);
        NetTraceFile file = new();
        double[] values = [95, 96, 50, 91, 92, 93, 94];
        for (int second = 0; second < values.Length; second++)
        {
            file.Add(Counter("System.Runtime", ("Name", "cpu-usage"), ("Mean", values[second])), 1_000 * second);
            file.Add(Counter("System.Runtime", ("Name", "other"), ("Mean", 99.0)), 1_000 * second);
        }

        TriggerFiring firing = Assert.Single(stream.Feed(file).Take().SelectMany(one => rules.Decide(one)));
        Assert.Equal(94, firing.Verdict.Figure);
    }

    [Fact]
    public void A_log_message_in_several_forms_is_observed_once_with_its_level()
    {
        using ObservedStream stream = new("log:Shop.*");
        stream.Feed(new NetTraceFile()
            .Add(Log(4, "Shop.Orders", "refused"), 100)
            .Add(Log(4, "Shop.Orders", "refused", "MessageJson"), 100)
            .Add(Log(4, "Shop.Orders", "refused", "Message"), 100)
            .Add(Log(9, "Shop.Orders", "of an unknown level"), 101)
            .Add(Event(LogEvent.Provider, "ActivityStart", ("Level", 1)), 102));
        Assert.Equal("Shop.Orders 5 refused|Shop.Orders  of an unknown level", Text(stream.Take()));
        using ObservedStream json = new("log:Shop.*");
        json.Feed(new NetTraceFile().Add(Log(0, "Shop", "as JSON", "MessageJson"), 100));
        Assert.Equal("Shop 1 as JSON", Text(json.Take()));
    }

    [Fact]
    public void A_regular_expression_that_takes_too_long_does_not_stop_other_rules()
    {
        string[] expressions =
        [
            "log message~\"(?=(a+)+$)(a+)+\\1c\"", "log:Shop.* level>=error", "log message~\"of [0-9]+ orders\"",
        ];
        TriggerSet rules = new([.. expressions.SelectMany(one => TriggerRules.Parse(one, out _))
            .Select(rule => rule with { CooldownNanoseconds = 0, MaxPerDay = null })]);
        using ObservedStream stream = new(expressions);
        NetTraceFile file = new();
        for (int number = 0; number < 500; number++)
        {
            file.Add(Log(4, "Shop.Orders", $"{new string('a', 900)} of {number} orders"), 100 + (number / 1000.0));
        }

        List<Observation> observed = stream.Feed(file).Take();
        List<TriggerFiring> firings = [];
        foreach (TriggerFiring firing in observed.SelectMany(one => rules.Decide(one)))
        {
            firings.Add(firing);
            rules.Written(firing);
        }

        Assert.Equal(500, observed.Count);
        Assert.Equal(
            (0, 500, 500),
            (Count(expressions[0]), Count(expressions[1]), Count(expressions[2])));
        Assert.Equal(500, rules.States[0].MatchTimeoutCount);

        int Count(string expression) => firings.Count(
            one => one.Rule.Name == TriggerParser.Parse(expression, out _)!.ToString());
    }

    [Fact]
    public void A_request_has_its_route_and_its_time()
    {
        using ObservedStream stream = new("request>1s");
        stream.Feed(new NetTraceFile()
            .Add(RequestStart("/o/7?secret").In(1), 100, thread: 1)
            .Add(RequestStart("/health").In(2), 110, thread: 2)
            .Add(RequestStart("/plain").In(3), 111, thread: 3)
            .Add(Response("/rewritten"), 150, thread: 5).Add(Stop(Route).In(1), 150, thread: 5)
            .Add(RequestStop().In(1), 150, thread: 5)
            .Add(Response("/rewritten"), 160, thread: 5).Add(Stop(NoRoute).In(2), 160, thread: 5)
            .Add(RequestStop().In(2), 160, thread: 5)
            .Add(RequestStop().In(3), 170, thread: 5)
            .Add(RequestStop().In(4), 180, thread: 5));
        Assert.Equal("/o/{id} 50|/health 50|/plain 59", Milliseconds(stream.Take()));
    }

    [Fact]
    public void A_request_that_started_before_the_recording_has_the_time_of_its_activity()
    {
        using ObservedStream stream = new("request>1s");
        stream.Feed(new NetTraceFile()
            .Add(RequestStart("/x").In(9), 100, thread: 1)
            .Add(Response("/o/7"), 150, thread: 5).Add(Stop(NoRoute).In(1), 150, thread: 5)
            .Add(RequestStop().In(1), 150, thread: 5));
        Assert.Equal("/o/7 150", Milliseconds(stream.Take()));
    }

    [Fact]
    public void A_request_is_observed_at_the_end_of_its_activity_without_the_events_of_hosting()
    {
        using ObservedStream stream = new("request>1s");
        stream.Feed(new NetTraceFile()
            .Add(Stop(Route), 150, thread: 5)
            .Add(Response("/o/7"), 160, thread: 5).Add(Stop(NoRoute), 160, thread: 5)
            .Add(Stop([]), 170, thread: 5)
            .Add(Activity("ActivityStop", "System.Net.Http", "System.Net.Http.HttpRequestOut", Route), 180, thread: 5)
            .Add(Activity("Event", "Microsoft.AspNetCore", "Microsoft.AspNetCore.Other", Route), 190, thread: 5));
        Assert.Equal("/o/{id} 150|/o/7 150", Milliseconds(stream.Take()));
    }

    [Fact]
    public void A_request_can_end_on_a_thread_whose_events_are_first_in_the_stream()
    {
        using ObservedStream stream = new("request>1s");
        stream.Feed(new NetTraceFile()
            .Add(RequestStop().In(1), 150, thread: 5).CloseBlock()
            .Add(RequestStart("/x").In(1), 100, thread: 1));
        Assert.Equal("/x 50", Milliseconds(stream.Take()));
    }

    [Fact]
    public void Requests_whose_ends_are_lost_are_forgotten()
    {
        using ObservedStream stream = new("request>1s");
        NetTraceFile file = new();
        for (int number = 1; number <= 10_000; number++)
        {
            file.Add(RequestStart($"/{number}").In((uint)number), 100 + (number / 1000.0));
        }

        for (uint thread = 10; thread < 3_000; thread++)
        {
            file.Add(Response("/lost"), 110, thread);
        }

        stream.Feed(file.Add(RequestStop().In(1), 200).Add(RequestStop().In(9_999), 200)
            .Add(RequestStop().In(9_999), 201));
        Assert.Equal("/9999", Assert.Single(stream.Take()).Subject);
    }

    private static FileEvent Log(int level, string category, string message, string form = "FormattedMessage") =>
        Event(LogEvent.Provider, form, ("Level", level), ("LoggerName", category), ("FormattedMessage", message));

    private static FileEvent RequestStart(string path) =>
        Event(LibraryProvider.Hosting, "RequestStart", ("method", "GET"), ("path", path));

    private static FileEvent RequestStop() => Event(LibraryProvider.Hosting, "RequestStop");

    private static FileEvent Response(string path) =>
        Activity("Event", "Microsoft.AspNetCore", RequestActivity.EndEvent, ("StatusCode", "200"), ("Path", path));

    private static FileEvent Stop((string, string)[] arguments) => Activity(
        "ActivityStop", "Microsoft.AspNetCore", "Microsoft.AspNetCore.Hosting.HttpRequestIn", arguments);

    private static string Text(IEnumerable<Observation> observed) => string.Join(
        '|', observed.Select(one => FormattableString.Invariant($"{one.Subject} {one.Value} {one.Text}").TrimEnd()));

    private static string Milliseconds(IEnumerable<Observation> observed) => string.Join(
        '|', observed.Select(one => FormattableString.Invariant($"{one.Subject} {one.Value / 1e6}")));
}
