using Contrail.Analysis.Findings;
using Contrail.Analysis.Findings.Rules;
using Contrail.Analysis.Model;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.ViewRecords;

namespace Contrail.Tests.Analysis.Findings;

/// <summary>What rules find in calls to other services: waits for a connection, slow services, cancellations.</summary>
public sealed class CallRuleTests
{
    private const string Rates = "http://rates:80/rates/";

    [Theory]
    [InlineData("Connect", "connect", 20, "10.0.0.1:80", true)]
    [InlineData("Connect", "connect", 600, "10.0.0.1:80", false)]
    [InlineData("Tls", "handshake", 600, "rates", false)]
    [InlineData("Tls", "handshake", 600, "", true)]
    [InlineData("Activity", "System.Net.Http.Connections.ConnectionSetup", 600, "rates:80", false)]
    [InlineData("Activity", "System.Net.Http.Connections.ConnectionSetup", 600, "stock:80", true)]
    public void Calls_in_a_queue_show_an_exhausted_pool_unless_it_takes_as_long_to_open_connections(
        string kind, string name, long ms, string target, bool isFound)
    {
        FindingRecords records = new(ConnectionPoolRule.Rule, SlowDependencyRule.Rule);
        for (int number = 0; number < 10; number++)
        {
            records.Model.Add(Request("/convert", 1_000));
            records.Model.Add(Call(Rates, 900) with { QueuedNanoseconds = 700_000_000 });
            records.Model.Add(new Span(Enum.Parse<SpanKind>(kind), name, 1, Range(0, ms)) { Target = target });
        }

        IReadOnlyList<Finding> findings = records.Findings();
        Assert.Equal(isFound ? ["rates:80"] : [], findings.Select(one => one.Culprit));
        Assert.All(findings, one => Assert.Equal(
            "Calls to rates:80 wait for a free connection: 10 of 10 calls waited 700 ms each (mean), 77.8 % of the "
                + "time of all calls that ended.",
            one.Headline));
    }

    [Theory]
    [InlineData("10.0.0.9:443", "stock", true)]
    [InlineData("10.0.0.9:80", "stock", false)]
    [InlineData("10.0.0.9:443", "rates", false)]
    public void Slow_connections_to_other_services_do_not_hide_an_exhausted_pool(
        string address, string host, bool isFound)
    {
        FindingRecords records = new(ConnectionPoolRule.Rule);
        for (int number = 0; number < 10; number++)
        {
            records.Model.Add(Call(Rates, 900) with { QueuedNanoseconds = 700_000_000 });
        }

        records.Model.Add(new Span(SpanKind.Connect, "connect", 1, Range(0, 20)) { Target = "10.0.0.1:80" });
        records.Model.Add(new Span(SpanKind.Connect, "connect", 1, Range(0, 3_000)) { Target = address });
        records.Model.Add(new Span(SpanKind.Dns, "lookup", 1, Range(0, 20)) { Target = "rates" });
        records.Model.Add(new Span(SpanKind.Tls, "handshake", 1, Range(0, 3_000)) { Target = host });
        Assert.Equal(isFound, records.Findings() is [{ Culprit: "rates:80" }]);
    }

    [Theory]
    [InlineData(1_900, "slow-tls")]
    [InlineData(4_100, "connection-pool-exhausted")]
    public void Calls_that_wait_for_one_handshake_do_not_exhaust_a_pool(long queuedMs, string rule)
    {
        FindingRecords records = new(ConnectionPoolRule.Rule, ConnectionSetupRule.Tls);
        for (int number = 0; number < 60; number++)
        {
            records.Model.Add(Call(Rates, queuedMs + 100) with { QueuedNanoseconds = queuedMs * 1_000_000 });
        }

        records.Model.Add(new Span(SpanKind.Tls, "handshake", 1, Range(0, 2_000)) { Target = "rates" });
        Finding finding = Assert.Single(records.Findings());
        Assert.Equal(rule, finding.Rule);
        if (rule == "slow-tls")
        {
            Assert.Equal(
                "TLS handshakes with rates delay HTTP calls to it: 60 calls waited 1.9 s each (mean) for a "
                    + "connection, 95.0 % of their time, about as long as one takes (2.0 s, median of 1).",
                finding.Headline);
        }
    }

    [Fact]
    public void The_pool_of_a_host_has_the_calls_of_all_names_and_targets_that_ended()
    {
        FindingRecords records = new(ConnectionPoolRule.Rule);
        for (int number = 0; number < 10; number++)
        {
            records.Model.Add(Call(Rates, 400) with { QueuedNanoseconds = 300_000_000, IsCanceled = number < 3 });
            records.Model.Add(Call("http://rates:80/names", 100));
            records.Model.Add(Call("http://rates:81/names", 9_000));
            records.Model.Add(OpenCall(Rates, 9_000));
        }

        Finding finding = Assert.Single(records.Findings());
        Assert.Contains("10 of 20 calls waited 300 ms each (mean), 60.0 %", finding.Headline, StringComparison.Ordinal);
        Assert.Equal(
            [
                "http-client/hosts/2/queued", "http-client/hosts/2/total", "http-client/hosts/2/queuedCount",
                "http-client/hosts/2/count", "http-client/hosts/2/answeredP50", "http-client/hosts/2/canceled",
            ],
            finding.Evidence.Select(one => one.Id));
    }

    [Fact]
    public void A_slow_dependency_is_one_without_the_wait_for_a_connection()
    {
        FindingRecords records = new(ConnectionPoolRule.Rule, SlowDependencyRule.Rule);
        for (int number = 0; number < 10; number++)
        {
            records.Model.Add(Request("/convert", 1_000));
            records.Model.Add(Call(Rates, 900) with { QueuedNanoseconds = 300_000_000 });
            records.Model.Add(Call("http://stock:80/", 400) with { QueuedNanoseconds = 300_000_000 });
        }

        // Whether calls that had not ended wait is unknown; those to the same host did.
        for (int number = 0; number < 10; number++)
        {
            records.Model.Add(OpenCall("http://stock:80/", 900));
        }

        IReadOnlyList<Finding> findings = records.Findings();
        Assert.Equal(["stock:80", "rates:80"], findings.Select(one => one.Culprit));
        Assert.Empty(findings[0].Effects);
        Assert.StartsWith(
            "GET http://rates:80/rates/ is slow: a call takes 600 ms (median), 600 ms (95 %) without the wait for a "
                + "connection. Calls take 60.0 % of the time of requests",
            Assert.Single(findings[1].Effects).Headline,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Calls_to_one_target_are_added_up_also_if_the_method_of_some_is_unknown()
    {
        FindingRecords records = new(SlowDependencyRule.Rule);
        for (int number = 0; number < 3; number++)
        {
            records.Model.Add(Request("/convert", 1_000));
            records.Model.Add(Call(Rates, 300));
            records.Model.Add(OpenCall(Rates, 299));
        }

        Finding finding = Assert.Single(records.Findings());
        Assert.Contains("Calls take 59.9 %", finding.Headline, StringComparison.Ordinal);
        Assert.Equal(2, finding.Evidence.Count(one => one.Id.EndsWith("/total", StringComparison.Ordinal)
            && one.View == "http-client"));
    }

    [Fact]
    public void Calls_that_had_not_ended_are_not_described_as_without_their_wait()
    {
        FindingRecords records = new(SlowDependencyRule.Rule);
        for (int number = 0; number < 5; number++)
        {
            records.Model.Add(Request("/convert", 1_000));
            records.Model.Add(Call(Rates, 20) with { QueuedNanoseconds = 4_000_000 });
            records.Model.Add(OpenCall(Rates, 900));
        }

        Assert.Contains(
            "a call takes 900 ms (median), 900 ms (95 %) until the end of the window, a wait for a connection "
                + "included.",
            Assert.Single(records.Findings()).Headline,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Canceled_calls_are_no_failure_of_the_other_side()
    {
        FindingRecords records = new(FailureRule.Calls);
        for (int number = 0; number < 10; number++)
        {
            records.Model.Add(Call(Rates, 900) with
            {
                IsCanceled = number < 6,
                Status = number < 6 ? "The operation was canceled." : "200",
            });
            records.Model.Add(Request("/convert", 900) with { IsCanceled = number < 4 });
        }

        Finding finding = Assert.Single(records.Findings());
        Assert.Equal((FindingSeverity.Info, "failed-calls"), (finding.Severity, finding.Rule));
        Assert.Equal(
            "This process canceled 6 of 10 calls (60.0 %) of GET http://rates:80/rates/.", finding.Headline);
        Assert.Equal(
            [
                "http-client/groups/1/canceled", "http-client/groups/1/count", "http-client/groups/1/canceledP50",
                "http-client/groups/1/canceledP95", "requests/groups/1/canceled",
            ],
            finding.Evidence.Select(one => one.Id));
    }

    [Theory]
    [InlineData(2_000, 0, false, true)]
    [InlineData(2_000, 100, false, true)]
    [InlineData(200, 1, false, true)]
    [InlineData(200, 20, false, false)]
    [InlineData(20, 0, false, false)]
    [InlineData(2_000, 0, true, false)]
    public void Canceled_calls_that_last_long_or_the_same_time_were_ended_by_a_time_limit(
        long ms, long step, bool hasLeft, bool isLimit)
    {
        FindingRecords records = new(FailureRule.Calls);
        for (int number = 0; number < 25; number++)
        {
            records.Model.Add(Call(Rates, ms + (step * number)) with { IsCanceled = true });
            records.Model.Add(Request("/convert", 3_000) with { IsCanceled = hasLeft && number == 0 });
        }

        Finding finding = Assert.Single(records.Findings());
        Assert.Equal(isLimit ? FindingSeverity.Warning : FindingSeverity.Info, finding.Severity);
        Assert.Equal(isLimit, finding.Headline.Contains("after about", StringComparison.Ordinal));
        if (step == 0 && isLimit)
        {
            Assert.Equal(
                "This process canceled 25 of 25 calls (100.0 %) of GET http://rates:80/rates/ after about 2.0 s "
                    + "(median).",
                finding.Headline);
        }
    }

    [Theory]
    [InlineData("The request was canceled due to the configured HttpClient.Timeout of 2 seconds elapsing.", true)]
    [InlineData("503", false)]
    public void An_exhausted_pool_explains_calls_without_an_answer(string status, bool isEffect)
    {
        FindingRecords records = new(ConnectionPoolRule.Rule, FailureRule.Calls);
        for (int number = 0; number < 10; number++)
        {
            records.Model.Add(Call(Rates, 900) with
            {
                QueuedNanoseconds = 700_000_000,
                IsFailed = true,
                Status = status,
            });
        }

        IReadOnlyList<Finding> findings = records.Findings();
        Assert.Equal(isEffect ? 1 : 2, findings.Count);
        Finding failure = isEffect ? Assert.Single(findings[0].Effects)
            : Assert.Single(findings, one => one.Rule == "failed-calls");
        Assert.EndsWith(
            isEffect ? $"all with \"{status.TrimEnd('.')}\"." : "all with status 503.",
            failure.Headline,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://rates:80/", 480, true)]
    [InlineData("http://rates:80/", 5, false)]
    [InlineData("http://rates:81/", 480, false)]
    public void Slow_calls_explain_those_to_the_same_port_that_last_as_long(string address, long ms, bool isEffect)
    {
        FindingRecords records = new(SlowDependencyRule.Rule, FailureRule.Calls);
        for (int number = 0; number < 10; number++)
        {
            records.Model.Add(Request("/convert", 1_000));
            records.Model.Add(Call(Rates, 900));
            records.Model.Add(Call(address, ms) with { IsFailed = true, Status = "Connection reset by peer" });
        }

        Assert.Equal(
            isEffect,
            records.Findings().Single(one => one.Rule == "slow-dependency" && one.Culprit == Rates)
                .Effects.Any(one => one.Rule == "failed-calls"));
    }

    [Theory]
    [InlineData("http://rates:81/", 1_500, true)]
    [InlineData("http://rates:81/", 5, false)]
    [InlineData("http://stock:80/", 1_500, false)]
    public void Slow_handshakes_explain_calls_to_any_port_that_last_as_long(string address, long ms, bool isEffect)
    {
        FindingRecords records = new(ConnectionSetupRule.Tls, FailureRule.Calls);
        for (int number = 0; number < 10; number++)
        {
            records.Model.Add(Call(Rates, 5_100));
            records.Model.Add(new Span(SpanKind.Tls, "handshake", 1, Range(0, 5_000)) { Target = "rates" });
            records.Model.Add(Call(address, ms) with { IsFailed = true, Status = "The operation was canceled." });
        }

        Assert.Equal(
            isEffect,
            records.Findings().Single(one => one.Rule == "slow-tls").Effects.Any(one => one.Rule == "failed-calls"));
    }

    private static Span Request(string path, long ms) =>
        new(SpanKind.Request, "GET", 1, Range(0, ms)) { Target = path, TraceId = "t" };

    private static Span Call(string address, long ms) =>
        new(SpanKind.HttpClient, "GET", 1, Range(0, ms)) { Target = address, TraceId = "t" };

    private static Span OpenCall(string address, long ms) =>
        Call(address, ms) with { Name = "HTTP", Range = Range(0, ms, openAtEnd: true) };
}
