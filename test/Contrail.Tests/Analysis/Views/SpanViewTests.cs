using Contrail.Analysis.Model;
using Contrail.Analysis.Views;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.ViewRecords;

namespace Contrail.Tests.Analysis.Views;

public sealed class SpanViewTests
{
    [Theory]
    [InlineData("/orders/12/items/a1b2c3d4", "/orders/#/items/#")]
    [InlineData("http://127.0.0.1:8080/orders/12", "http://127.0.0.1:8080/orders/#")]
    [InlineData("https://db-2:443", "https://db-2:443")]
    [InlineData("select 1 from t where a/2 = 3", "select 1 from t where a/2 = 3")]
    [InlineData("/s%C3%B6me%20path/7", "/söme path/#")]
    [InlineData("", "")]
    public void Paths_that_differ_in_ids_are_one_target(string target, string pattern) =>
        Assert.Equal(pattern, TargetPattern.Of(target));

    [Fact]
    public void The_mean_of_a_distribution_is_that_of_its_measurements()
    {
        ViewRecords records = new(CountersView.Description);
        Counter few = new(At(1), "duration", 10) { Kind = CounterKind.Distribution, Count = 1 };
        records.Model.Add(few);
        records.Model.Add(few with { Value = 2, Count = 3 });
        Assert.Equal(["4 | 2 | 10"], records.Rows(records.Conclude(), "counters", "mean", "min", "max"));
    }

    [Fact]
    public void A_series_has_only_numbers() =>
        Assert.Equal([1, 2], ViewValue.Series([1, double.NaN, 2, double.PositiveInfinity]).Numbers!);

    [Fact]
    public void An_accept_has_no_duration_because_it_waits_for_the_next_client()
    {
        ViewRecords records = new(SpansView.Sockets);
        Span connect = Request("", Range(0, 3)) with { Kind = SpanKind.Connect, Name = "connect" };
        records.Model.Add(connect);
        records.Model.Add(connect with { Kind = SpanKind.Accept, Name = "accept", Range = Range(0, 9_000) });
        ViewResult result = records.Conclude();
        Assert.Equal(
            ["1 | 3000000 | 3000000 | connect", "1 | - | - | accept"],
            records.Rows(result, "groups", "count", "total", "max", "name"));
        Assert.Equal(["connect"], records.Rows(result, "longest", "name"));
        Assert.Contains("accept has no durations: it lasts until the next client connects.", result.Notes);
    }

    [Fact]
    public void Requests_are_grouped_by_route_and_the_slowest_has_its_trace_and_its_calls()
    {
        ViewRecords records = new(SpansView.Requests);
        records.Model.Add(Request("/orders/1", Range(0, 100)) with { TraceId = "t1", SpanId = "s1", Status = "200" });
        records.Model.Add(Request("/orders/2", Range(0, 20)) with { IsFailed = true, Status = "500" });
        records.Model.Add(Request("/health", Range(500, 501)));
        records.Model.Add(Call("t1", Range(10, 60)));
        records.Model.Add(Call("t1", Range(50, 80)));
        records.Model.Add(Call("t9", Range(0, 100)));
        ViewResult result = records.Conclude();
        Assert.Equal(
            ["2 | 1 | 120000000 | /orders/#", "1 | 0 | 1000000 | /health"],
            records.Rows(result, "groups", "count", "failed", "total", "target"));
        Assert.Equal(
            ["100000000 | 70000000 | 200 | /orders/1 | t1", "20000000 | - | 500 | /orders/2 | -"],
            records.Rows(result, "longest", "duration", "calls", "status", "target", "traceId")[..2]);
        Assert.Equal(
            ["1 | 20000000 | 500 | /orders/#"],
            records.Rows(result, "failures", "count", "p50", "status", "target"));
    }

    [Fact]
    public void Groups_have_the_time_in_the_queue_and_the_usual_number_in_a_trace()
    {
        ViewRecords records = new(SpansView.HttpClient);
        foreach (string trace in (string[])["t1", "t1", "t1", "t2", "t3", "t3", "t3", ""])
        {
            records.Model.Add(Call(trace, Range(0, 10)) with { QueuedNanoseconds = trace == "t2" ? 4 : null });
        }

        ViewResult result = records.Conclude();
        Assert.Equal(["8 | 1 | 4 | 3"], records.Rows(result, "groups", "count", "queuedCount", "queued", "perTrace"));
    }

    [Theory]
    [InlineData(-50, null, false)]
    [InlineData(-50, 20, true)]
    [InlineData(5, null, true)]
    public void The_wait_of_a_call_that_began_before_the_window_is_known_only_if_it_is_reported(
        int start, int? queuedMs, bool isKnown)
    {
        ViewRecords records = new(SpansView.HttpClient);
        records.Model.Add(Call("", Range(start, 60)) with
        {
            Target = "http://a:80/1",
            QueuedNanoseconds = queuedMs * 1_000_000,
        });
        ViewResult result = records.Conclude();
        Assert.Equal(isKnown ? ["1"] : [], records.Rows(result, "hosts", "count"));
        Assert.Equal(
            [isKnown ? $"{60 - start - (queuedMs ?? 0)}000000" : "-"],
            records.Rows(result, "groups", "serviceP50"));
    }

    [Fact]
    public void Calls_have_their_time_without_the_wait_for_a_connection_and_hosts_those_that_ended()
    {
        ViewRecords records = new(SpansView.HttpClient);
        Span call = Call("", Range(0, 10)) with { Target = "http://a:80/1", QueuedNanoseconds = 4_000_000 };
        records.Model.Add(call);
        records.Model.Add(call with { Target = "http://a:80/b", QueuedNanoseconds = null, IsCanceled = true });
        records.Model.Add(call with { Range = Range(0, 90) with { IsOpenAtEnd = true }, QueuedNanoseconds = null });
        ViewResult result = records.Conclude();
        Assert.Equal(
            ["2 | 0 | 6000000 | http://a:80/#", "1 | 1 | 10000000 | http://a:80/b"],
            records.Rows(result, "groups", "count", "canceled", "serviceP95", "target"));
        Assert.Equal(
            ["2 | 1 | 20000000 | 1 | 4000000 | 16000000 | 6000000 | a:80"],
            records.Rows(
                result, "hosts", "count", "canceled", "total", "queuedCount", "queued", "serviceTotal",
                "answeredP95", "host"));
    }

    [Fact]
    public void Commands_have_their_place_in_own_code_and_the_route_of_their_requests()
    {
        ViewRecords records = new(SpansView.Sql);
        Span command = new(SpanKind.Sql, "command", 1, Range(0, 3)) { Target = "select 1" };
        StackId own = records.Stack("System.Db.Send", "Orders.Load");
        StackId continued = records.Stack("System.Db.Send");
        foreach ((string trace, StackId stack) in new[] { ("t1", own), ("t2", continued), ("t2", continued) })
        {
            records.Model.Add(command with { TraceId = trace, Stack = stack });
        }

        // A process that calls itself has several requests in a trace.
        records.Model.Add(Request("/orders/1", Range(0, 9)) with { TraceId = "t1" });
        records.Model.Add(Request("/a", Range(0, 9)) with { TraceId = "t2" });
        records.Model.Add(Request("/b", Range(0, 9)) with { TraceId = "t2" });
        ViewResult result = records.Conclude();
        Assert.Equal(
            ["3 | 1 | - | GET /orders/# | 1 | Orders.Load"],
            records.Rows(result, "groups", "count", "perRequest", "perParent", "route", "placed", "stack"));
    }

    [Fact]
    public void A_duration_below_the_unit_in_which_it_is_reported_is_unknown()
    {
        ViewRecords records = new(SpansView.Sql);
        Span command = new(SpanKind.Sql, "command", 1, Range(5, 5)) { Target = "select 1", DurationUnit = 1_000_000 };
        records.Model.Add(command);
        records.Model.Add(command);
        records.Model.Add(command with { Range = Range(2, 5) });
        records.Model.Add(command with { Target = "select 2" });
        ViewResult result = records.Conclude();
        Assert.Equal(
            ["3000000 | - | 3000000 | select 1", "- | - | - | select 2"],
            records.Rows(result, "groups", "total", "p50", "max", "target"));
        Assert.Equal(["3000000", "-", "-", "-"], records.Rows(result, "longest", "duration"));
        Assert.Contains(result.Notes, note => note.Contains("whole milliseconds", StringComparison.Ordinal));
    }

    [Fact]
    public void Unpaired_spans_are_reported_with_what_to_record()
    {
        ViewRecords records = new(SpansView.Requests);
        records.Model.OnUnpaired(ModelNeeds.Spans);
        records.Model.OnUnpaired(ModelNeeds.Pauses);
        Assert.Contains("TplEventSource:0x80", Assert.Single(records.Conclude().Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Counters_are_series_with_their_extremes()
    {
        ViewRecords records = new(CountersView.Description);
        foreach (double value in new double[] { 3, 9, 6 })
        {
            records.Model.Add(new Counter(At(1), "queue", value) { Provider = "App", Unit = "items" });
        }

        ViewResult result = records.Conclude();
        Assert.Equal(
            ["6 | 3 | 6 | 9 | 3 | items | App | queue"],
            records.Rows(result, "counters", "last", "min", "mean", "max", "values", "unit", "provider", "name"));
        Assert.Equal([3, 9, 6], result.Tables[0].Rows[0][0].Numbers!);
    }

    [Fact]
    public void A_long_series_keeps_its_largest_values()
    {
        ViewRecords records = new(CountersView.Description);
        for (int index = 0; index < 10_000; index++)
        {
            records.Model.Add(new Counter(At(index), "queue", index == 7_777 ? 1e6 : index % 5));
        }

        IReadOnlyList<double> values = records.Conclude().Tables[0].Rows[0][0].Numbers!;
        Assert.InRange(values.Count, 500, 1_024);
        Assert.Equal(1e6, values.Max());
    }

    [Fact]
    public void Log_messages_are_grouped_by_pattern_with_the_most_severe_first()
    {
        ViewRecords records = new(LogsView.Description);
        records.Model.Add(new LogRecord(At(1), 0, "Shop", "order 1 placed") { Severity = LogSeverity.Information });
        records.Model.Add(new LogRecord(At(2), 0, "Shop", "order 2 placed") { Severity = LogSeverity.Information });
        records.Model.Add(new LogRecord(At(3), 0, "Shop", "disk is full") { Severity = LogSeverity.Error });
        ViewResult result = records.Conclude();
        Assert.Equal(
            ["1 | Error | disk is full", "2 | Information | order # placed"],
            records.Rows(result, "patterns", "count", "severity", "message"));
        Assert.Equal("disk is full", records.Rows(result, "messages", "message")[0]);
    }

    [Fact]
    public void Compiled_methods_are_added_up_by_module()
    {
        ViewRecords records = new(JitView.Description);
        records.Model.Add(new ModuleLoad(null, "/app/Shop.dll", 5));
        records.Model.Add(new CompiledMethod(At(1), 1, "Shop.A", CodeTier.Quick) { ModuleId = 5, Nanoseconds = 300 });
        records.Model.Add(new CompiledMethod(At(2), 1, "Shop.B", CodeTier.Tier1) { ModuleId = 5, Nanoseconds = 900 });
        records.Model.Add(new CompiledMethod(At(2), 1, "dynamic", CodeTier.Tier1) { ModuleId = 6, IsDynamic = true });
        ViewResult result = records.Conclude();
        Assert.Equal(
            ["1200 | 2 | 0 | /app/Shop.dll", "- | 1 | 1 | -"],
            records.Rows(result, "modules", "total", "count", "dynamic", "module"));
        Assert.Equal(["900 | Shop.B", "300 | Shop.A"], records.Rows(result, "longest", "duration", "method"));
    }

    private static Span Request(string target, TimeRange range) => new(SpanKind.Request, "GET", 1, range)
    {
        Target = target,
    };

    private static Span Call(string traceId, TimeRange range) => new(SpanKind.HttpClient, "HTTP", 1, range)
    {
        TraceId = traceId,
    };
}
