using Contrail.Analysis.Findings;
using Contrail.Analysis.Findings.Rules;
using Contrail.Analysis.Model;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.ViewRecords;

namespace Contrail.Tests.Analysis.Findings;

public sealed class ExceptionRuleTests
{
    [Theory]
    [InlineData(744, true)]
    [InlineData(200, false)]
    public void A_storm_without_stacks_is_found_and_its_place_is_unknown(int count, bool isFound)
    {
        FindingRecords records = new(ExceptionStormRule.Rule);
        Throw(records, count, StackId.None);
        IReadOnlyList<Finding> findings = records.Findings();
        Assert.Equal(isFound, findings.Count == 1);
        Assert.All(findings, one =>
        {
            Assert.Equal("FormatException is thrown 74 times a second: \"no @\".", one.Headline);
            Assert.Equal(("System.FormatException", 744), (one.Culprit, one.Evidence[0].Value.AsNumber));
            Assert.Equal("exceptions/exceptions/1/unplaced", one.Evidence[0].Id);
            Assert.Contains("unknown", one.Reason, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_throw_that_was_inlined_is_one_finding_with_the_rate_of_both_places()
    {
        FindingRecords records = new(ExceptionStormRule.Rule);
        Throw(records, 100, records.Stack("System.Throw", "Shop.Address.Parse", "Shop.Mail.Send"));
        Throw(records, 300, records.Stack("System.Throw", "Shop.Mail.Send"));
        Finding finding = Assert.Single(records.Findings());
        Assert.Equal("Shop.Address.Parse throws FormatException 40 times a second: \"no @\".", finding.Headline);
        Assert.Equal(
            ["exceptions/throwers/2/count", "exceptions/throwers/1/count"],
            finding.Evidence.Take(2).Select(one => one.Id));
    }

    [Fact]
    public void Two_methods_that_throw_are_two_findings()
    {
        FindingRecords records = new(ExceptionStormRule.Rule);
        Throw(records, 100, records.Stack("System.Throw", "Shop.Address.Parse", "Shop.Mail.Send"));
        Throw(records, 300, records.Stack("System.Throw", "Shop.Orders.Parse", "Shop.Orders.Place"));
        Assert.Equal(2, records.Findings().Count);
    }

    [Fact]
    public void Two_types_of_one_method_are_two_findings_with_a_rate_each()
    {
        FindingRecords records = new(ExceptionStormRule.Rule);
        StackId stack = records.Stack("System.Throw", "Shop.Address.Parse");
        Throw(records, 100, stack);
        Throw(records, 200, stack, "System.OverflowException");
        Assert.Equal(
            ["Shop.Address.Parse throws OverflowException 20 times a second: \"no @\".",
                "Shop.Address.Parse throws FormatException 10 times a second: \"no @\"."],
            records.Findings().Select(one => one.Headline));
    }

    [Fact]
    public void A_type_that_many_methods_throw_is_found_without_a_place()
    {
        FindingRecords records = new(ExceptionStormRule.Rule);
        for (int number = 0; number < 400; number++)
        {
            StackId stack = records.Stack("System.Throw", $"Shop.Parser.Read{number}");
            TraceTime at = At(25L * number);
            records.Model.Add(new ExceptionRecord(at, 1, "System.FormatException", "no @", stack));
        }

        Finding finding = Assert.Single(records.Findings());
        Assert.Equal("FormatException is thrown, by many methods, 40 times a second: \"no @\".", finding.Headline);
        Assert.DoesNotContain("no stack", finding.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Methods_that_call_each_other_do_not_hang_the_rule()
    {
        FindingRecords records = new(ExceptionStormRule.Rule);
        Throw(records, 100, records.Stack("System.Throw", "Shop.A.Do", "Shop.B.Do"));
        Throw(records, 100, records.Stack("System.Throw", "Shop.B.Do", "Shop.A.Do"));
        Assert.NotEmpty(records.Findings());
    }

    private static void Throw(
        FindingRecords records, int count, StackId stack, string type = "System.FormatException")
    {
        for (int number = 0; number < count; number++)
        {
            TraceTime at = At(10_000L * number / count);
            records.Model.Add(new ExceptionRecord(at, 1, type, "no @", stack));
        }
    }
}
