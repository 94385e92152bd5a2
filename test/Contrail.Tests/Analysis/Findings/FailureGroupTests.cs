using Contrail.Analysis.Findings;
using Contrail.Analysis.Findings.Rules;
using Contrail.Analysis.Model;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.ViewRecords;

namespace Contrail.Tests.Analysis.Findings;

/// <summary>Failures at many paths or hosts, each of them rare.</summary>
public sealed class FailureGroupTests
{
    [Fact]
    public void Requests_of_many_paths_without_a_known_route_are_judged_together()
    {
        FindingRecords records = new(FailureRule.Requests);
        for (int number = 0; number < 1_000; number++)
        {
            records.Model.Add(Failed(SpanKind.Request, $"/products/{Word(number)}", "500"));
            records.Model.Add(new Span(SpanKind.Request, "GET", 1, Range(0, 5)) { Target = "/healthz" });
        }

        Finding finding = Assert.Single(records.Findings());
        Assert.Equal("GET /products/*", finding.Culprit);
        Assert.StartsWith(
            "GET /products/* fails: 1,000 of 1,000 (100.0 %), all with status 500; 1,000 different ones, the most ",
            finding.Headline, StringComparison.Ordinal);
        Assert.InRange(finding.Evidence.Count, 2, 8);
    }

    [Fact]
    public void Calls_of_many_paths_are_those_of_their_host()
    {
        FindingRecords records = new(FailureRule.Calls, FailureRule.Requests);
        for (int number = 0; number < 100; number++)
        {
            Span call = Failed(SpanKind.HttpClient, $"http://stock:80/{Word(number)}", "503");
            records.Model.Add(call with { TraceId = $"t{number}" });
            records.Model.Add(Failed(SpanKind.Request, "/cart", "500") with { TraceId = $"t{number}" });
        }

        Finding finding = Assert.Single(records.Findings());
        Assert.Equal("GET http://stock:80/*", finding.Culprit);
        Assert.Equal("failed-requests", Assert.Single(finding.Effects).Rule);
    }

    [Theory]
    [InlineData(300, 10)]
    [InlineData(300, 2)]
    public void Calls_to_many_hosts_are_one_finding_with_the_worst(int hosts, int each)
    {
        FindingRecords records = new(FailureRule.Calls);
        for (int number = 0; number < (hosts * each) + 5; number++)
        {
            string host = number < hosts * each ? Word(number % hosts) : "worst";
            records.Model.Add(Failed(SpanKind.HttpClient, $"http://{host}:80/hook", "503"));
        }

        for (int number = 0; number < 7; number++)
        {
            records.Model.Add(Failed(SpanKind.HttpClient, "http://worst:80/hook", "503"));
        }

        Finding finding = Assert.Single(records.Findings());
        double all = (hosts * each) + 12;
        Assert.StartsWith(
            FormattableString.Invariant($"Calls to 301 hosts fail: {all:#,0} of {all:#,0} (100.0 %), all with status")
                + " 503; the most to worst:80, ",
            finding.Headline, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(12, 12)]
    [InlineData(40, 1)]
    public void Requests_of_many_routes_are_one_finding(int routes, int findings)
    {
        FindingRecords records = new(FailureRule.Requests);
        for (int number = 0; number < routes * 10; number++)
        {
            records.Model.Add(Failed(SpanKind.Request, $"/{Word(number % routes)}", "500"));
        }

        IReadOnlyList<Finding> found = records.Findings();
        Assert.Equal(findings, found.Count);
        Assert.Equal(
            findings == 1,
            found[0].Headline.StartsWith(
                "Requests of 40 routes fail: 400 of 400 (100.0 %), all with status 500; the most GET /",
                StringComparison.Ordinal));
    }

    [Fact]
    public void A_service_with_an_address_for_each_item_is_slow()
    {
        FindingRecords records = new(SlowDependencyRule.Rule);
        for (int number = 0; number < 20; number++)
        {
            records.Model.Add(new Span(SpanKind.Request, "GET", 1, Range(0, 450))
            {
                Target = "/cart",
                TraceId = $"t{number}",
            });
            records.Model.Add(new Span(SpanKind.HttpClient, "GET", 1, Range(0, 400))
            {
                Target = $"http://stock:80/{Word(number)}",
                TraceId = $"t{number}",
            });
        }

        Finding finding = Assert.Single(records.Findings());
        Assert.Equal(
            "Calls to stock:80 are slow: a call takes 400 ms (median), 400 ms (95 %). Calls take 88.9 % of the time of "
                + "requests, most of all of GET /cart.",
            finding.Headline);
        Assert.Equal("http-client/hosts/1/inRequests", finding.Evidence[0].Id);
    }

    private static Span Failed(SpanKind kind, string target, string status) =>
        new(kind, "GET", 1, Range(0, 10)) { Target = target, IsFailed = true, Status = status };

    // Paths that differ in numbers only are one.
    private static string Word(int number) => string.Concat($"{number}".Select(digit => (char)('g' + digit - '0')));
}
