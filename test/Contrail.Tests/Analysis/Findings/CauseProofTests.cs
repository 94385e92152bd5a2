using Contrail.Analysis.Findings;
using Contrail.Analysis.Findings.Rules;
using Contrail.Analysis.Model;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.ViewRecords;

namespace Contrail.Tests.Analysis.Findings;

/// <summary>One finding is the cause of another only if the trace contains that they belong together.</summary>
public sealed class CauseProofTests
{
    private const string Rates = "http://rates:80/rates/";

    // The exporter of telemetry that fails is no part of any request.
    [Theory]
    [InlineData("r", true)]
    [InlineData("exporter", false)]
    [InlineData("", false)]
    public void Calls_explain_requests_of_their_trace_only(string trace, bool isEffect)
    {
        FindingRecords records = new(FailureRule.Requests, FailureRule.Calls);
        for (int number = 0; number < 10; number++)
        {
            records.Model.Add(Call("http://localhost:4318/v1/traces", trace + number, 5) with
            {
                IsFailed = true,
                Status = "Connection refused",
            });
            records.Model.Add(Request("/pay", $"r{number}", 20) with { IsFailed = true, Status = "500" });
        }

        IReadOnlyList<Finding> findings = records.Findings();
        Assert.Equal(isEffect ? 1 : 2, findings.Count);
        Assert.Equal(isEffect ? 1 : 0, findings.Sum(one => one.Effects.Count));
        Assert.Equal(
            isEffect,
            findings.SelectMany(one => one.Effects.Prepend(one)).SelectMany(one => one.Evidence)
                .Any(one => one.Id == "requests/failedCalls/1/failed"));
    }

    // Of the requests with the failed call most succeed, or most requests fail without it.
    [Theory]
    [InlineData(100, 100)]
    [InlineData(10, 4)]
    public void A_failed_call_that_most_requests_survive_is_no_cause(int requests, int withCall)
    {
        FindingRecords records = new(FailureRule.Requests, FailureRule.Calls);
        for (int number = 0; number < requests; number++)
        {
            string trace = number < withCall ? $"r{number}" : $"c{number}";
            records.Model.Add(Call(Rates, trace, 5) with { IsFailed = true, Status = "503" });
            bool isFailed = number < 10;
            records.Model.Add(Request("/pay", $"r{number}", 20) with
            {
                IsFailed = isFailed,
                Status = isFailed ? "500" : "200",
            });
        }

        Assert.Equal(
            ["failed-calls", "failed-requests"], records.Findings().Select(one => one.Rule).Order());
    }

    [Fact]
    public void Exceptions_and_failing_requests_are_two_findings()
    {
        FindingRecords records = new(FailureRule.Requests, ExceptionStormRule.Rule);
        for (int number = 0; number < 1_000; number++)
        {
            records.Model.Add(new ExceptionRecord(
                At(10 * number), 1, "System.FormatException", "no @", records.Stack("System.Throw", "Shop.Mail.Send")));
            records.Model.Add(Request("/pay", "", 20) with { IsFailed = true, Status = "500" });
        }

        Assert.Equal(2, records.Findings().Count);
    }

    [Fact]
    public void A_starved_pool_makes_it_doubtful_that_a_service_is_slow_and_is_not_its_cause()
    {
        FindingRecords records = new(PoolStarvationRule.Rule, SlowDependencyRule.Rule);
        for (int number = 0; number < 10; number++)
        {
            string cause = "cooperative blocking";
            records.Model.Add(new PoolAdjustment(At(number), 7 + number, PoolAdjustmentCause.Blocking, cause));
            records.Model.Add(Request("/convert", "t", 1_000));
            records.Model.Add(Call(Rates, "t", 900));
        }

        IReadOnlyList<Finding> findings = records.Findings();
        Assert.Equal(["pool-starvation", "slow-dependency"], findings.Select(one => one.Rule));
        Assert.Empty(findings[0].Effects);
        Assert.Equal((FindingSeverity.Info, FindingConfidence.Low), (findings[1].Severity, findings[1].Confidence));
        Assert.Contains("The thread pool starved meanwhile", findings[1].Reason, StringComparison.Ordinal);
    }

    // A worker that polls all the time, next to /healthz.
    [Theory]
    [InlineData("poll", false, FindingSeverity.Info)]
    [InlineData("", true, FindingSeverity.Info)]
    [InlineData("r", true, FindingSeverity.Warning)]
    public void Calls_of_a_worker_take_no_time_of_requests(string trace, bool isFound, object severity)
    {
        FindingRecords records = new(SlowDependencyRule.Rule);
        for (int number = 0; number < 10; number++)
        {
            string id = trace.Length == 0 ? "" : $"{trace}{number}";
            records.Model.Add(Call("http://queue:80/messages", id, 500));
            records.Model.Add(Request("/healthz", $"r{number}", 500));
        }

        IReadOnlyList<Finding> findings = records.Findings();
        Assert.Equal(isFound, findings.Count == 1);
        Assert.All(findings, one =>
        {
            Assert.Equal((FindingSeverity)severity, one.Severity);
            Assert.Equal(trace.Length > 0, one.Headline.Contains("of the time of requests", StringComparison.Ordinal));
        });
    }

    [Fact]
    public void A_call_counts_for_one_of_the_requests_that_have_its_trace()
    {
        FindingRecords records = new(SlowDependencyRule.Rule);
        for (int number = 0; number < 60; number++)
        {
            records.Model.Add(Request("/convert", "t", 1_000));
            if (number % 10 == 0)
            {
                records.Model.Add(Call(Rates, "t", 900));
            }
        }

        Assert.Empty(records.Findings());
    }

    [Theory]
    [InlineData("r", FindingSeverity.Warning)]
    [InlineData("worker", FindingSeverity.Info)]
    [InlineData("", FindingSeverity.Info)]
    public void Commands_of_no_request_delay_none(string trace, object severity)
    {
        FindingRecords records = new(SlowSqlRule.Rule);
        for (int number = 0; number < 10; number++)
        {
            string id = trace.Length == 0 ? "" : $"{trace}{number}";
            records.Model.Add(Request("/healthz", $"r{number}", 1_000));
            records.Model.Add(Command("select * from Lines", id, 900));
        }

        Assert.Equal((FindingSeverity)severity, Assert.Single(records.Findings()).Severity);
    }

    [Theory]
    [InlineData("WAITFOR (RECEIVE TOP (1) * FROM Queue), TIMEOUT 5000", false)]
    [InlineData("WAITFOR DELAY '00:00:05'", true)]
    public void A_command_that_waits_for_a_message_is_not_slow(string command, bool isFound)
    {
        FindingRecords records = new(SlowSqlRule.Rule);
        for (int number = 0; number < 10; number++)
        {
            records.Model.Add(Command(command, "", 1_000));
        }

        Assert.Equal(isFound, records.Findings().Count == 1);
    }

    private static Span Request(string path, string trace, long ms) =>
        new(SpanKind.Request, "GET", 1, Range(0, ms)) { Target = path, TraceId = trace };

    private static Span Call(string address, string trace, long ms) =>
        new(SpanKind.HttpClient, "GET", 1, Range(0, ms)) { Target = address, TraceId = trace };

    private static Span Command(string text, string trace, long ms) =>
        new(SpanKind.Sql, "command", 1, Range(0, ms)) { Target = text, TraceId = trace };
}
