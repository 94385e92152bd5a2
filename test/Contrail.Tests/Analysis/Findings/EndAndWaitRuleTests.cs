using Contrail.Analysis.Findings;
using Contrail.Analysis.Findings.Rules;
using Contrail.Analysis.Model;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.ViewRecords;

namespace Contrail.Tests.Analysis.Findings;

public sealed class EndAndWaitRuleTests
{
    private const string Died = "the process died without ending its trace";

    [Fact]
    public void A_process_that_died_is_critical_with_its_last_exception()
    {
        FindingRecords records = Ended(isTorn: true);
        StackId stack = records.Stack("System.Collections.Generic.Dictionary.get_Item", "Shop.Stock.Update");
        records.Model.Add(new ExceptionRecord(At(9_990), 1, "KeyNotFoundException", "no zeppelin", stack));
        Finding finding = Assert.Single(records.Findings());
        Assert.Equal((FindingSeverity.Critical, "Shop.Stock.Update"), (finding.Severity, finding.Culprit));
        Assert.Equal(
            "The recording broke off: the process died without ending its trace. The last exception before: "
                + "KeyNotFoundException in Shop.Stock.Update: \"no zeppelin\".",
            finding.Headline);
    }

    [Fact]
    public void An_early_exception_is_not_the_end_of_a_process()
    {
        FindingRecords records = Ended(isTorn: true);
        records.Model.Add(new ExceptionRecord(At(100), 1, "A", "b", StackId.None));
        Assert.Equal("", Assert.Single(records.Findings()).Culprit);
    }

    [Fact]
    public void An_exception_that_the_process_survived_before_is_not_named()
    {
        FindingRecords records = Ended(isTorn: true);
        StackId stack = records.Stack("Shop.Stock.Update");
        records.Model.Add(new ExceptionRecord(At(9_000), 1, "FormatException", "caught", stack));
        records.Model.Add(new ExceptionRecord(At(9_990), 1, "FormatException", "caught", stack));
        Finding finding = Assert.Single(records.Findings());
        Assert.Equal($"The recording broke off: {Died}.", finding.Headline);
        Assert.Equal(("", StackId.None), (finding.Culprit, finding.Stack));
        Assert.Contains("137 is a kill from outside", finding.NextStep, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(null)]
    public void A_recording_that_ended_in_order_or_continues_is_no_crash(bool? isTorn) =>
        Assert.Empty(Ended(isTorn).Findings());

    [Theory]
    [InlineData(true, RecordingEnd.StreamBroke, "The recording ended before the process: ")]
    [InlineData(true, RecordingEnd.Detached, "The recording ended early: ")]
    [InlineData(false, RecordingEnd.Detached, "The recording ended early: ")]
    [InlineData(false, RecordingEnd.SessionStopped, "The recording ended before the process: ")]
    [InlineData(true, RecordingEnd.Unknown, "The recording broke off, and whether the process died is unknown: ")]
    public void Only_a_known_death_is_critical(bool isTorn, RecordingEnd ending, string start)
    {
        FindingReport report = Ended(isTorn, ending).Report();
        Finding finding = Assert.Single(report.Findings);
        Assert.StartsWith(start, finding.Headline, StringComparison.Ordinal);
        Assert.Equal(
            ending == RecordingEnd.Unknown ? FindingSeverity.Warning : FindingSeverity.Info, finding.Severity);
        Assert.Equal(ending != RecordingEnd.Unknown, report.Examined.Contains(CrashRule.Rule));
    }

    [Theory]
    [InlineData(null, RecordingEnd.Unknown, false)]
    [InlineData(true, RecordingEnd.Unknown, false)]
    [InlineData(true, RecordingEnd.ProcessDied, true)]
    [InlineData(false, RecordingEnd.Unknown, true)]
    [InlineData(false, RecordingEnd.ProcessExited, true)]
    public void A_file_without_its_end_does_not_show_whether_the_process_died(
        bool? isTorn, RecordingEnd ending, bool isExamined)
    {
        FindingReport report = Ended(isTorn, ending).Report();
        Assert.Equal(isExamined, report.Examined.Count == 1);
        Assert.Equal(
            isExamined ? [] : [new UnexaminedRule(CrashRule.Rule, RuleGap.Unknown)], report.Unexamined);
    }

    [Theory]
    [InlineData(5_000, LossReason.RuntimeDropped, true)]
    [InlineData(3, LossReason.RuntimeDropped, false)]
    [InlineData(5_000, LossReason.Evicted, false)]
    public void Many_dropped_events_limit_the_figures(long count, LossReason reason, bool isFound)
    {
        DateTime at = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        FindingRecords records = new(
            CoverageState.Whole, [LostEventsRule.Rule],
            new FileDescription("nettrace", null, [new ManifestLoss(at, at, reason, count, null)], []));
        IReadOnlyList<Finding> findings = records.Findings();
        Assert.Equal(isFound, findings.Count == 1);
        Assert.All(findings, one => Assert.Equal(FindingSeverity.Info, one.Severity));
    }

    [Theory]
    [InlineData(8, 3_000, false, true, 3_000)]
    [InlineData(8, 3_000, false, true, 1_500)]
    [InlineData(3, 3_000, false, false, 3_000)]
    [InlineData(8, 200, false, false, 3_000)]
    [InlineData(8, 3_000, true, false, 3_000)]
    public void Operations_that_began_in_the_window_and_are_not_continued_are_found(
        int count, long ms, bool openAtStart, bool isFound, long knownMs)
    {
        FindingRecords records = new(AsyncNotRunningRule.Rule);
        StackId stack = records.Stack("System.Threading.Channels.Reader.Read", "Shop.Queue.Confirm", "Shop.Reserve");
        for (int number = 0; number < count; number++)
        {
            TimeRange range = Range(1_000, 1_000 + ms, openAtEnd: true) with { IsOpenAtStart = openAtStart };
            records.Model.Add(new AsyncOperation(
                (ulong)number + 1, 0, AsyncForm.Unknown, range, AsyncOutcome.Open, stack)
            {
                KnownUntil = At(knownMs),
            });
        }

        IReadOnlyList<Finding> findings = records.Findings();
        Assert.Equal(isFound, findings.Count == 1);
        Assert.All(findings, one => Assert.Equal(
            knownMs >= 2_000 ? FindingSeverity.Warning : FindingSeverity.Info, one.Severity));
        Assert.All(findings, one => Assert.Equal(
            knownMs >= 2_000
                ? "8 async operations wait in Shop.Queue.Confirm and are not continued, the oldest for at least 2.0 s."
                : "8 async operations in Shop.Queue.Confirm have no end in the trace: whether they were continued is "
                    + "unknown.",
            one.Headline));
    }

    [Fact]
    public void Only_operations_that_are_known_to_wait_are_not_continued()
    {
        FindingRecords records = new(AsyncNotRunningRule.Rule);
        StackId stack = records.Stack("System.Threading.Channels.Reader.Read", "Shop.Queue.Confirm");
        for (int number = 0; number < 12; number++)
        {
            TimeRange range = Range(1_000 - number, 9_000, openAtEnd: true);
            records.Model.Add(new AsyncOperation(
                (ulong)number + 1, 0, AsyncForm.Unknown, range, AsyncOutcome.Open, stack)
            {
                KnownUntil = At(number < 6 ? 4_000 : 1_200),
            });
        }

        Finding finding = Assert.Single(records.Findings());
        Assert.StartsWith("6 async operations wait in ", finding.Headline, StringComparison.Ordinal);
        Assert.True(finding.Evidence[1].Value.AsNumber >= 3e9);
    }

    [Fact]
    public void A_rule_finds_nothing_in_an_empty_trace_and_reports_what_to_record()
    {
        FindingReport report = new FindingRecords(CoverageState.NotRecorded, RuleCatalog.All).Report();
        Assert.Empty(report.Findings);
        Assert.Equal(
            RuleCatalog.All.Where(rule => rule.Subjects != ModelNeeds.None || rule == CrashRule.Rule)
                .Select(rule => rule.Name),
            report.Unexamined.Select(one => one.Rule.Name));
        Assert.All(
            report.Unexamined.Where(one => one.Rule.Recording.Length > 0),
            one => Assert.Contains("--", one.Rule.Recording, StringComparison.Ordinal));
    }

    private static FindingRecords Ended(bool? isTorn, RecordingEnd ending = RecordingEnd.ProcessDied) => new(
        CoverageState.Whole, [CrashRule.Rule],
        FileDescription.Unknown with { IsTorn = isTorn, Ending = ending, End = Died });
}
