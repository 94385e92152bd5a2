using Contrail.Analysis.Findings;
using Contrail.Analysis.Findings.Rules;
using Contrail.Analysis.Model;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.ViewRecords;

namespace Contrail.Tests.Analysis.Findings;

public sealed class RequestRuleTests
{
    private const string Rates = "http://rates:80/rates/";

    [Theory]
    [InlineData(400, 450, 10, true)]
    [InlineData(5, 450, 10, false)]
    [InlineData(400, 2_000, 10, false)]
    [InlineData(400, 450, 3, false)]
    public void A_dependency_is_slow_if_its_calls_are_most_of_the_time_of_requests(
        long callMs, long requestMs, int count, bool isFound)
    {
        FindingRecords records = new(SlowDependencyRule.Rule);
        for (int number = 0; number < count; number++)
        {
            records.Model.Add(Request($"/convert/{number}", requestMs));
            records.Model.Add(Call(Rates + number, callMs));
        }

        IReadOnlyList<Finding> findings = records.Findings();
        Assert.Equal(isFound, findings.Count == 1);
        Assert.All(findings, one => Assert.Equal(
            "GET http://rates:80/rates/# is slow: a call takes 400 ms (median), 400 ms (95 %). Calls take 88.9 % of "
                + "the time of requests, most of all of GET /convert/#.",
            one.Headline));
    }

    [Fact]
    public void Without_requests_nothing_is_known_to_wait_for_a_slow_dependency()
    {
        FindingRecords records = new(SlowDependencyRule.Rule);
        for (int number = 0; number < 10; number++)
        {
            records.Model.Add(Call(Rates, 900));
        }

        Assert.Empty(records.Findings());
    }

    [Theory]
    [InlineData("handshake", "slow-tls")]
    [InlineData("lookup", "slow-dns")]
    public void Slow_connections_explain_a_slow_dependency_of_their_host(string name, string rule)
    {
        SpanKind kind = rule == "slow-tls" ? SpanKind.Tls : SpanKind.Dns;
        FindingRecords records = new(ConnectionSetupRule.Tls, ConnectionSetupRule.Dns, SlowDependencyRule.Rule);
        for (int number = 0; number < 10; number++)
        {
            records.Model.Add(Request("/convert", 500));
            records.Model.Add(Call(Rates, 450));
            records.Model.Add(new Span(kind, name, 1, Range(0, 300)) { Target = "rates" });
        }

        Finding finding = Assert.Single(records.Findings());
        Assert.Equal((rule, "rates"), (finding.Rule, finding.Culprit));
        Assert.Equal("slow-dependency", Assert.Single(finding.Effects).Rule);
    }

    [Fact]
    public void Handshakes_are_compared_with_the_calls_to_their_host_only()
    {
        FindingRecords records = new(ConnectionSetupRule.Tls);
        for (int number = 0; number < 100; number++)
        {
            records.Model.Add(Call("http://other:80", 450));
            records.Model.Add(number < 10 ? Call(Rates, 320) : Call("http://third:80", 450));
        }

        for (int number = 0; number < 10; number++)
        {
            records.Model.Add(new Span(SpanKind.Tls, "handshake", 1, Range(0, 300)) { Target = "rates" });
            records.Model.Add(new Span(SpanKind.Tls, "handshake", 1, Range(0, 300)) { Target = "unknown" });
        }

        Finding finding = Assert.Single(records.Findings());
        Assert.Equal("rates", finding.Culprit);
        Assert.StartsWith(
            "TLS handshakes with rates take 93.8 % of the time of HTTP calls to it: 10 in 10 calls",
            finding.Headline,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 300, "rates")]
    [InlineData(10, 1, "rates")]
    [InlineData(10, 300, "")]
    public void Few_and_short_handshakes_and_those_with_clients_are_no_finding(int count, long ms, string host)
    {
        FindingRecords records = new(ConnectionSetupRule.Tls);
        for (int number = 0; number < count; number++)
        {
            records.Model.Add(Call(Rates, 320));
            records.Model.Add(new Span(SpanKind.Tls, "handshake", 1, Range(0, ms)) { Target = host });
        }

        Assert.Empty(records.Findings());
    }

    [Theory]
    [InlineData(3, 600, true)]
    [InlineData(3, 20, false)]
    [InlineData(2, 600, false)]
    public void Commands_that_take_long_each_are_slow(int count, long ms, bool isFound)
    {
        FindingRecords records = new(SlowSqlRule.Rule);
        for (int number = 0; number < count; number++)
        {
            records.Model.Add(Request("/statistics", 1_000) with { TraceId = $"t{number}" });
            records.Model.Add(Command($"t{number}", ms));
        }

        Assert.Equal(isFound, records.Findings() is [{ Culprit: "select * from Lines" }]);
    }

    [Theory]
    [InlineData(60, true)]
    [InlineData(3, false)]
    public void A_command_for_each_row_is_found_by_its_number_in_a_request(int perRequest, bool isFound)
    {
        FindingRecords records = new(QueryPerRowRule.Rule, SlowSqlRule.Rule);
        for (int number = 0; number < 20 * perRequest; number++)
        {
            records.Model.Add(Command($"t{number / perRequest}", 1) with { ParentId = "s" });
        }

        IReadOnlyList<Finding> findings = records.Findings();
        Assert.Equal(isFound, findings is [{ Rule: "query-per-row" }]);
        Assert.All(findings, one => Assert.Equal(
            "A request or other activity sends the same command 60 times (median), 1,200 times in all: "
                + "select * from Lines",
            one.Headline));
    }

    [Theory]
    [InlineData(true, 30, "")]
    [InlineData(true, 2, "A request, most of all GET /orders, sends the same command 15 times")]
    [InlineData(false, 30, "")]
    [InlineData(false, 2, "A request or other activity sends the same command 30 times")]
    [InlineData(false, 0, "")]
    public void A_trace_with_many_requests_is_not_one_request(bool hasRequests, int requests, string headline)
    {
        FindingRecords records = new(QueryPerRowRule.Rule);
        for (int number = 0; number < 60; number++)
        {
            string parent = requests == 0 ? "" : $"s{number % requests}";
            records.Model.Add(Command("t", 1) with { ParentId = parent });
        }

        // A request whose route is unknown is one as well.
        for (int number = 0; hasRequests && number < 2 * requests; number++)
        {
            records.Model.Add(Request(number < 30 ? "/orders" : "", 90) with { TraceId = "t", SpanId = $"s{number}" });
        }

        Assert.Equal(
            headline.Length == 0 ? [] : [$"{headline} (median), 60 times in all: select * from Lines"],
            records.Findings().Select(one => one.Headline));
    }

    [Theory]
    [InlineData(60, ", most of all GET /orders,", " from Orders.Load")]
    [InlineData(20, "", ", 20 of them from Orders.Load")]
    public void A_command_for_each_row_names_the_code_and_the_route(int placed, string route, string from)
    {
        FindingRecords records = new(QueryPerRowRule.Rule);
        StackId own = records.Stack("System.Db.Send", "Orders.Load");
        StackId continued = records.Stack("System.Db.Send");
        for (int number = 0; number < 60; number++)
        {
            records.Model.Add(Command("t", 1) with
            {
                ParentId = "s",
                Stack = number < placed ? own : continued,
            });
        }

        if (route.Length > 0)
        {
            records.Model.Add(Request("/orders", 90) with { TraceId = "t" });
        }

        Finding finding = Assert.Single(records.Findings());
        Assert.Equal(
            $"A request{(route.Length > 0 ? "" : " or other activity")}{route} sends the same command 60 times "
                + $"(median), 60 times in all{from}: "
                + "select * from Lines",
            finding.Headline);
        Assert.Equal(("Orders.Load", own), (finding.Culprit, finding.Stack));
        Assert.Equal(route.Length > 0, finding.Surer.Length == 0);
    }

    [Fact]
    public void Failing_calls_explain_failing_requests_and_missing_pages_are_no_failure()
    {
        FindingRecords records = new(FailureRule.Requests, FailureRule.Calls);
        for (int number = 0; number < 10; number++)
        {
            records.Model.Add(Request("/pay", 20) with { IsFailed = true, Status = "500" });
            records.Model.Add(Call("http://bank:80/charge", 10) with { IsFailed = true, Status = "503" });
            records.Model.Add(Call("http://bank:80/logo", 10) with { IsFailed = true, Status = "404" });
        }

        Finding finding = Assert.Single(records.Findings());
        Assert.Equal(("failed-calls", "GET http://bank:80/charge"), (finding.Rule, finding.Culprit));
        Assert.Equal(
            "GET http://bank:80/charge fails: 10 of 10 (100.0 %), all with status 503.", finding.Headline);
        Assert.Equal("failed-requests", Assert.Single(finding.Effects).Rule);
    }

    [Fact]
    public void Few_failures_are_no_finding()
    {
        FindingRecords records = new(FailureRule.Requests);
        for (int number = 0; number < 200; number++)
        {
            records.Model.Add(Request("/pay", 20) with { IsFailed = number < 6, Status = number < 6 ? "500" : "200" });
        }

        Assert.Empty(records.Findings());
    }

    [Theory]
    [InlineData("Shop.PaymentRefused", 20, false, true)]
    [InlineData("Shop.PaymentRefused", 20, true, false)]
    [InlineData("Shop.PaymentRefused", 3, false, false)]
    [InlineData("System.OperationCanceledException", 20, false, false)]
    public void Exceptions_are_swallowed_if_the_requests_succeed(string type, int count, bool fail, bool isFound)
    {
        FindingRecords records = new(SwallowedExceptionsRule.Rule);
        for (int number = 0; number < count; number++)
        {
            records.Model.Add(Request("/checkout", 20) with { IsFailed = fail });
            records.Model.Add(new ExceptionRecord(At(number), 1, type, "refused", StackId.None));
        }

        IReadOnlyList<Finding> findings = records.Findings();
        Assert.Equal(isFound, findings is [{ Culprit: "Shop.PaymentRefused" }]);
        Assert.All(findings, one => Assert.Equal(
            "PaymentRefused was thrown 20 times, and 0 of 20 requests failed: none of these exceptions failed one.",
            one.Headline));
    }

    [Fact]
    public void Of_the_exceptions_at_most_as_many_as_there_are_failed_requests_reached_one()
    {
        FindingRecords records = new(SwallowedExceptionsRule.Rule);
        for (int number = 0; number < 100; number++)
        {
            records.Model.Add(Request("/checkout", 20) with { IsFailed = number < 4 });
            records.Model.Add(new ExceptionRecord(At(number), 1, "Shop.PaymentRefused", "refused", StackId.None));
        }

        Assert.EndsWith(
            "and 4 of 100 requests failed: at most 4 of these exceptions failed one.",
            Assert.Single(records.Findings()).Headline, StringComparison.Ordinal);
    }

    private static Span Request(string path, long ms) =>
        new(SpanKind.Request, "GET", 1, Range(0, ms)) { Target = path, TraceId = "t" };

    private static Span Call(string address, long ms) =>
        new(SpanKind.HttpClient, "GET", 1, Range(0, ms)) { Target = address, TraceId = "t" };

    private static Span Command(string trace, long ms) =>
        new(SpanKind.Sql, "command", 1, Range(0, ms)) { Target = "select * from Lines", TraceId = trace };
}
