using Contrail.Analysis.Findings;
using Contrail.Analysis.Findings.Rules;
using Contrail.Analysis.Model;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.SampleDrawing;
using static Contrail.Tests.Support.ViewRecords;

namespace Contrail.Tests.Analysis.Findings;

/// <summary>What a finding recommends can be done as it is printed, and its figures name what they count.</summary>
public sealed class AdviceTests
{
    [Theory]
    [InlineData("Shop.Cache<?>.Scan", "System.Threading.Thread.StartCallback")]
    [InlineData("System.Text.RegularExpressions.RegexInterpreter.Match", "System.Web.Endpoint.Invoke")]
    public void The_command_for_the_callers_of_a_method_contains_its_name(string method, string caller)
    {
        FindingRecords records = Sampled(HotMethodRule.Rule);
        Add(records, SampleKind.Managed, 900, records.Stack(method, caller));
        Assert.Contains(
            $"contrail view callers FILE --method '{method}' shows ", Assert.Single(records.Findings()).NextStep,
            StringComparison.Ordinal);
    }

    // The profile "default" does not record what clients with activities report.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Advice_about_commands_names_no_profile_without_them(bool hasRoute)
    {
        FindingRecords records = new(QueryPerRowRule.Rule);
        for (int number = 0; number < 60; number++)
        {
            records.Model.Add(new Span(SpanKind.Sql, "sql", 1, Range(0, 1))
            {
                Target = "select * from Lines",
                TraceId = "t",
                ParentId = "s",
            });
        }

        if (hasRoute)
        {
            records.Model.Add(new Span(SpanKind.Request, "GET", 1, Range(0, 90)) { Target = "/orders", TraceId = "t" });
        }

        Finding finding = Assert.Single(records.Findings());
        Assert.DoesNotContain("--profile default", finding.Surer, StringComparison.Ordinal);
        Assert.Equal(hasRoute, finding.Surer.Length == 0);
        Assert.StartsWith("Search the code for the command. ", finding.NextStep, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Rethrows_are_a_figure_only_if_there_are_some(int rethrows)
    {
        FindingRecords records = new(ExceptionStormRule.Rule);
        StackId stack = records.Stack("Shop.Prices.Parse");
        for (int number = 0; number < 500; number++)
        {
            ExceptionRecord thrown = new(At(number * 20), 1, "System.FormatException", "no @", stack);
            records.Model.Add(thrown);
            for (int again = 0; again < rethrows; again++)
            {
                records.Model.Add(thrown with { IsRethrown = true });
            }
        }

        string[] labels = [.. Assert.Single(records.Findings()).Evidence.Select(one => one.Label)];
        Assert.Equal(rethrows > 0, labels.Contains("rethrows: one exception can be thrown again several times"));
    }
}
