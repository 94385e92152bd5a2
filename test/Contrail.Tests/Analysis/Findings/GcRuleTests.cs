using Contrail.Analysis.Findings;
using Contrail.Analysis.Findings.Rules;
using Contrail.Analysis.Model;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.ViewRecords;

namespace Contrail.Tests.Analysis.Findings;

public sealed class GcRuleTests
{
    [Theory]
    [InlineData(3, " 2 more were longer than 200 ms.")]
    [InlineData(150, " At least 99 more were longer than 200 ms.")]
    public void A_table_of_the_longest_pauses_does_not_show_how_many_there_were(int count, string others)
    {
        FindingRecords records = new(GcPauseRule.Rule);
        for (int number = 1; number <= count; number++)
        {
            Collect(records, number, 300, "small objects allocated", StackId.None);
        }

        Assert.EndsWith(
            others, Assert.Single(records.Findings(200_000)).Headline, StringComparison.Ordinal);
    }

    private static void Collect(FindingRecords records, long number, long ms, string reason, StackId stack)
    {
        TimeRange range = Range(number * 1_000, (number * 1_000) + ms);
        records.Model.Add(new Collection(number, 2, reason, false, range) { Stack = stack });
        records.Model.Add(new Pause(PauseCause.Collection, "", range)
        {
            Collections = [new PauseCollection(number, 2, false, null)],
            SuspensionNanoseconds = 0,
        });
    }
}
