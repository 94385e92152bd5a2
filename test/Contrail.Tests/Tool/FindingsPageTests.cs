using Contrail.Analysis.Findings;
using Contrail.Analysis.Findings.Comparing;
using Contrail.Analysis.Findings.Rules;
using Contrail.Analysis.Model;
using Contrail.Tests.Support;
using Contrail.Tool.Text;
using Xunit;
using static Contrail.Tests.Support.ViewRecords;

namespace Contrail.Tests.Tool;

public sealed class FindingsPageTests
{
    [Theory]
    [InlineData(12, 12, "")]
    [InlineData(13, 12, "1 more finding: contrail findings FILE --json")]
    [InlineData(300, 12, "288 more findings: contrail findings FILE --json")]
    public void A_page_has_the_first_findings_and_the_number_of_the_others(int addresses, int shown, string more)
    {
        FindingRecords records = new(FailureRule.Calls);
        for (int number = 0; number < addresses * 10; number++)
        {
            // Paths that differ in numbers only are one.
            string path = "/" + string.Concat($"{number % addresses}".Select(digit => (char)('g' + digit - '0')));
            records.Model.Add(new Span(SpanKind.HttpClient, "GET", 1, Range(0, 10))
            {
                Target = "http://rates:80" + path,
                IsCanceled = true,
            });
        }

        FindingReport report = records.Report();
        Assert.Equal(addresses, report.Findings.Count);
        using StringWriter output = new();
        FindingsPage.Write(OutputConsole.Of(output), report, null);
        string page = output.ToString();
        Assert.Equal(shown, page.Split("INFO: ").Length - 1);
        Assert.Equal(more.Length > 0, page.Contains("more finding", StringComparison.Ordinal));
        Assert.Contains(more, page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void What_changed_within_a_damaged_file_is_unknown(bool isDamaged, bool isFound)
    {
        FindingRecords records = new(
            CoverageState.Whole, [FailureRule.Calls], FileDescription.Unknown with { IsDamaged = isDamaged });
        for (int number = 0; number < 600; number++)
        {
            records.Model.Add(new ExceptionRecord(At(number * 10), 7, "Shop.A", "", StackId.None));
        }

        FindingReport report = records.Report();
        Assert.Equal((isFound, isFound), (report.Change is not null, report.IsChangeKnown));
    }

    [Fact]
    public void A_page_begins_with_the_triggers_for_which_the_file_was_recorded()
    {
        ManifestTrigger trigger = new("slow", "gc-pause>500ms", "gc-pause")
        {
            AtUtc = NetTraceFile.Begin.AddMilliseconds(200),
            Figure = 0.612,
            Limit = 0.5,
            Unit = "seconds",
            SuppressedByCooldown = 1_234,
        };
        FindingReport report = new FindingRecords(CrashRule.Rule).Report();
        report = report with
        {
            Context = report.Context with
            {
                File = report.Context.File with
                {
                    Triggers = [.. Enumerable.Repeat(trigger, 6)],
                    TriggerCount = 20,
                },
            },
        };
        using StringWriter output = new();
        FindingsPage.Write(OutputConsole.Of(output), report, null);
        string[] lines = output.ToString().Split('\n');
        Assert.Equal(
            "Recorded because of trigger slow, 612 ms (limit 500 ms), after 1,234 suppressed, at 03:04:05.200. See "
                + "contrail view gc-pauses FILE.",
            lines[1]);
        Assert.Equal("16 more triggers fired.", lines[5]);
    }

    [Theory]
    [InlineData(false, false, true)]
    [InlineData(false, true, false)]
    [InlineData(true, false, false)]
    public void Below_what_was_found_the_causes_are_listed_on_request(bool isEmpty, bool isWhole, bool isBrief)
    {
        FindingReport report = new FindingRecords(CrashRule.Rule).Report() with { Examined = [CrashRule.Rule] };
        Finding finding = new()
        {
            Rule = "crash",
            Headline = "It ended.",
            Culprit = "",
            Severity = FindingSeverity.Info,
            Confidence = FindingConfidence.High,
            Reason = "",
            Impact = 0,
            Evidence = [],
            NextStep = "",
        };
        using StringWriter output = new();
        FindingsPage.Write(
            OutputConsole.Of(output), report with { Findings = isEmpty ? [] : [finding] }, null, isWhole);
        string page = output.ToString();
        Assert.Equal(isBrief, page.Contains("FILE --all", StringComparison.Ordinal));
        Assert.Equal(!isBrief, page.Contains("Looked for: a process that died.", StringComparison.Ordinal));
    }

    [Fact]
    public void The_verdict_is_above_what_changed()
    {
        Difference more = new(new MeasureKey(MeasureKind.Exceptions, "A"), 9e9, 0, 0, 100, 5);
        FindingReport report = new FindingRecords(CrashRule.Rule).Report() with
        {
            Examined = [CrashRule.Rule],
            Change = new WindowChange(Range(5_000, 10_000), Range(0, 5_000), [more]),
        };
        using StringWriter output = new();
        FindingsPage.Write(OutputConsole.Of(output), report, null);
        string page = output.ToString();
        int verdict = page.IndexOf("No finding in what was recorded.", StringComparison.Ordinal);
        Assert.InRange(verdict, 0, page.IndexOf("What changed", StringComparison.Ordinal));
        Assert.Equal(verdict, page.LastIndexOf("No finding", StringComparison.Ordinal));
    }
}
