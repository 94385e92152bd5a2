using Contrail.Analysis.Findings;
using Contrail.Analysis.Findings.Rules;
using Contrail.Analysis.Model;
using Contrail.Tests.Support;
using Contrail.Tool.Text;
using Xunit;

namespace Contrail.Tests.Tool;

public sealed class FindingCoverageTextTests
{
    [Theory]
    [InlineData(RuleGap.PartOfWindow, "Recorded in a part of the window only: ")]
    [InlineData(RuleGap.UnknownPart, "Recorded, but the file does not show for which part of the window: ")]
    [InlineData(RuleGap.SomeSources, "Recorded from some event sources only, and libraries may use others: ")]
    [InlineData(
        RuleGap.Unknown, "The file does not show whether this was recorded, so silence proves nothing about: ")]
    [InlineData(RuleGap.NotRecorded, "Not recorded: ")]
    public void Each_reason_for_a_gap_has_a_line(object gap, string start)
    {
        FindingReport report = new FindingRecords(CoverageState.Whole, [SlowSqlRule.Rule]).Report() with
        {
            Examined = [],
            Unexamined = [new UnexaminedRule(SlowSqlRule.Rule, (RuleGap)gap)],
        };
        string line = Assert.Single(FindingCoverageText.Lines(report));
        Assert.StartsWith(start + "slow commands to databases.", line, StringComparison.Ordinal);
        Assert.Equal(
            (RuleGap)gap is RuleGap.NotRecorded or RuleGap.Unknown or RuleGap.SomeSources,
            line.Contains(" To look for it, record with --", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(
        true, "Looked for 1 cause in full. For 1 more the file lacks something, so silence proves nothing: contrail")]
    [InlineData(false, "Looked for 1 cause: contrail findings FILE --all lists them.")]
    public void Below_what_was_found_the_causes_are_counted(bool hasGap, string start)
    {
        FindingReport report = new FindingRecords(CoverageState.Whole, [SlowSqlRule.Rule]).Report() with
        {
            Examined = [CrashRule.Rule],
            Unexamined = hasGap ? [new UnexaminedRule(SlowSqlRule.Rule, RuleGap.Unknown)] : [],
        };
        Assert.StartsWith(start, FindingCoverageText.Brief(report), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CoverageState.Partial, CoverageState.Whole, RuleGap.UnknownPart)]
    [InlineData(CoverageState.Partial, CoverageState.NotRecorded, RuleGap.NotRecorded)]
    [InlineData(CoverageState.Unknown, CoverageState.Partial, RuleGap.Unknown)]
    public void The_kind_of_record_of_which_the_least_is_known_decides(object spans, object exceptions, object gap)
    {
        FindingReport report = new FindingRecords(
            kind => (CoverageState)(kind == ModelNeeds.Exceptions ? exceptions : spans),
            [SwallowedExceptionsRule.Rule]).Report();
        Assert.Equal((RuleGap)gap, Assert.Single(report.Unexamined).Gap);
    }

    [Fact]
    public void What_was_recorded_from_some_sources_is_no_part_of_the_window()
    {
        Coverage some = new(CoverageState.Partial, null) { IsOfSomeSources = true };
        Assert.Equal(RuleGap.SomeSources, FindingRun.GapIn(some));
        Assert.Equal(RuleGap.PartOfWindow, FindingRun.GapIn(new Coverage(CoverageState.Partial, [])));
        Assert.Equal(RuleGap.None, FindingRun.GapIn(new Coverage(CoverageState.Whole, null)));
    }
}
