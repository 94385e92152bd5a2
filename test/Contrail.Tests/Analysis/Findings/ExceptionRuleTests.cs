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
    [InlineData(40, false)]
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

    private static void Throw(FindingRecords records, int count, StackId stack)
    {
        for (int number = 0; number < count; number++)
        {
            TraceTime at = At(10_000L * number / count);
            records.Model.Add(new ExceptionRecord(at, 1, "System.FormatException", "no @", stack));
        }
    }
}
