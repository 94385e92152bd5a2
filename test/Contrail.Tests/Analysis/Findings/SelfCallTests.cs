using Contrail.Analysis.Findings.Rules;
using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.ViewRecords;

namespace Contrail.Tests.Analysis.Findings;

/// <summary>A process that calls itself: its own requests answer these calls, and are no other service.</summary>
public sealed class SelfCallTests
{
    private const string CallId = "00000000000000a1";

    [Theory]
    [InlineData(CallId, false)]
    [InlineData("00000000000000b2", true)]
    [InlineData("", true)]
    public void A_call_that_a_request_of_the_process_answers_is_no_dependency(string parent, bool isFound)
    {
        FindingRecords records = new(SlowDependencyRule.Rule);
        for (int number = 0; number < 10; number++)
        {
            records.Model.Add(Request($"t{number}", parent));
            records.Model.Add(Call($"t{number}"));
        }

        Assert.Equal(isFound, records.Findings().Count == 1);
    }

    [Theory]
    [InlineData(CallId, "-")]
    [InlineData("00000000000000b2", "http://own:80/orders/#")]
    public void A_failed_call_is_not_the_reason_of_the_request_that_answers_it(string parent, string called)
    {
        ViewRecords records = new(SpansView.Requests);
        records.Model.Add(Request("t", parent) with { IsFailed = true, Status = "500" });
        records.Model.Add(Call("t") with { IsFailed = true, Status = "500" });
        string[] rows = records.Rows(records.Conclude(), "failedCalls", "called");
        Assert.Equal(called, rows.Length == 0 ? "-" : Assert.Single(rows));
    }

    [Theory]
    [InlineData(CallId, "0")]
    [InlineData("00000000000000b2", "900000000")]
    public void The_time_of_a_request_in_calls_is_without_the_call_that_it_answers(string parent, string calls)
    {
        ViewRecords records = new(SpansView.Requests);
        records.Model.Add(Request("t", parent));
        records.Model.Add(Call("t"));
        Assert.Equal([calls], records.Rows(records.Conclude(), "longest", "calls"));
    }

    private static Span Request(string trace, string parent) =>
        new(SpanKind.Request, "GET", 1, Range(50, 950)) { Target = "/orders/{id}", TraceId = trace, ParentId = parent };

    private static Span Call(string trace) => new(SpanKind.HttpClient, "GET", 2, Range(0, 1_000))
    {
        Target = "http://own:80/orders/7",
        TraceId = trace,
        SpanId = CallId,
    };
}
