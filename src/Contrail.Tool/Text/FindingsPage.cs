using Contrail.Analysis.Findings;
using Contrail.Analysis.Findings.Comparing;
using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;
using Spectre.Console;

namespace Contrail.Tool.Text;

/// <summary>Writes findings as a page: the causes with their evidence, and what was not looked at.</summary>
internal sealed class FindingsPage
{
    private const string Indent = "     ";
    private const string Item = "       ";
    private const int FigureColumns = 10;
    private const int MaxDifferences = 3;
    private const int MaxShown = 12;
    private const int MaxTriggers = 4;

    private readonly LineOutput _lines;
    private readonly FindingReport _report;
    private readonly CellText _cells;
    private readonly StackText _stacks;

    private FindingsPage(IAnsiConsole console, FindingReport report, ISourceLines? lines)
    {
        _lines = new LineOutput(console);
        _report = report;
        _cells = new CellText(report.Extent);
        _stacks = new StackText(report.Context.Stacks, lines);
    }

    /// <summary>Writes a page.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="report">What was found.</param>
    /// <param name="lines">Finds the source of frames; null to leave it out.</param>
    /// <param name="isWhole">
    /// Whether each cause is listed that was looked for, or could not be; without a finding it is.
    /// </param>
    public static void Write(IAnsiConsole console, FindingReport report, ISourceLines? lines, bool isWhole = false)
    {
        FindingsPage page = new(console, report, lines);
        FileDescription file = report.Context.File;
        page._lines.Line(WindowText.Of(report.Context, report.Extent), Tone.Quiet);
        page.WriteTriggers(file.Triggers, file.TriggerCount);
        for (int index = 0; index < Math.Min(MaxShown, report.Findings.Count); index++)
        {
            page._lines.Line("");
            page.Write(report.Findings[index], index + 1);
        }

        page.WriteVerdict();
        page.WriteMore(report.Findings.Count - MaxShown);
        page.WriteChange();
        page._lines.Line("");
        if (LaneFileText.Hint(file, "findings") is { } hint)
        {
            page._lines.Wrapped("", hint);
        }

        bool isListed = isWhole || report.Findings.Count == 0;
        foreach (string line in isListed ? FindingCoverageText.Lines(report) : [FindingCoverageText.Brief(report)])
        {
            page._lines.Wrapped("", line, Tone.Quiet);
        }
    }

    /// <summary>A finding in one line.</summary>
    public static string LineOf(Finding finding) => $"{SeverityOf(finding)}: {finding.Headline}";

    private static string SeverityOf(Finding finding) => finding.Severity switch
    {
        FindingSeverity.Critical => "CRITICAL",
        FindingSeverity.Warning => "WARNING",
        _ => "INFO",
    };

    private void WriteTriggers(IReadOnlyList<ManifestTrigger> triggers, int count)
    {
        foreach (ManifestTrigger trigger in triggers.Take(MaxTriggers))
        {
            string when = trigger.AtUtc is { } utc ? $", at {TimeFormat.Time(utc)}" : "";
            string view = TriggerView.Of(trigger.Signal) is { } name ? $" See contrail view {name} FILE." : "";
            _lines.Wrapped("", TerminalSanitizer.Clean($"Recorded because of {TriggerText.Of(trigger)}{when}.{view}"));
        }

        if (count > MaxTriggers)
        {
            _lines.Line($"{NumberFormat.Count(count - MaxTriggers)} more triggers fired.");
        }
    }

    private void Write(Finding finding, int number)
    {
        Tone tone = finding.Severity == FindingSeverity.Info ? Tone.Usual : Tone.Warning;
        _lines.Wrapped("", $"{number}. {LineOf(finding)}", tone);
        if (!finding.Stack.IsNone)
        {
            _lines.Wrapped(Indent, "at    " + _stacks.Chain(finding.Stack));
        }

        if (finding.Range is { } range)
        {
            _lines.Wrapped(Indent, "when  " + When(range));
        }

        foreach (Evidence evidence in finding.Evidence)
        {
            string figure = _cells.Of(evidence.Column.Unit, evidence.Value).PadLeft(FigureColumns);
            _lines.Wrapped(Item, $"{figure}  {evidence.Label}  [{evidence.Id}]");
        }

        foreach (Finding effect in finding.Effects)
        {
            _lines.Wrapped(Indent, "causes: " + effect.Headline);
        }

        _lines.Wrapped(Indent, $"Confidence: {EnumText(finding.Confidence)}. {finding.Reason}", Tone.Quiet);
        if (finding.Surer.Length > 0)
        {
            _lines.Wrapped(Indent, "To be surer: " + finding.Surer, Tone.Quiet);
        }

        _lines.Wrapped(Indent, "Next: " + finding.NextStep);
    }

    // What changed is no cause: it is below the verdict.
    private void WriteVerdict()
    {
        if (FindingCoverageText.Verdict(_report) is { Length: > 0 } verdict)
        {
            _lines.Line("");
            _lines.Line(verdict);
        }
    }

    private void WriteMore(int count)
    {
        if (count > 0)
        {
            _lines.Line("");
            _lines.Wrapped("", $"{Page.Counted(count, "more finding")}: contrail findings FILE --json");
        }
    }

    private void WriteChange()
    {
        if (_report.Change is not { Differences: [_, ..] differences } change)
        {
            WriteNoChange();
            return;
        }

        _lines.Line("");
        string seconds = NumberFormat.Seconds(change.Incident.Nanoseconds / 1e9);
        string when = change.Incident.End < _report.Extent.End
            ? $"for {seconds}, {When(change.Incident)}"
            : $"in the last {seconds}";
        _lines.Wrapped("", $"What changed {when}, compared with the time before:");
        foreach (Difference difference in differences.Take(MaxDifferences))
        {
            _lines.Wrapped(Indent, DifferenceText.Of(difference, change.HasGoroutines, "", "before"));
        }
    }

    // What was wrong from the start to the end is not what changed.
    private void WriteNoChange()
    {
        if (_report.Findings.Any(one => one.Severity > FindingSeverity.Info))
        {
            _lines.Line("");
            string change = _report.IsChangeKnown ? "Nothing changed significantly within the window."
                : _report.Context.File.IsDamaged
                    ? "Whether something changed within the window is unknown: the file is incomplete."
                    : "The window is too short to find out whether something changed in it.";
            _lines.Wrapped("", change + " To see what differs from a healthy time, record one: contrail compare "
                + "HEALTHY FILE.");
        }
    }

    private string When(TimeRange range)
    {
        string start = _cells.Of(ViewUnit.Time, range.Start);
        string since = range.IsOpenAtStart ? "since before the window" : $"from {start}";
        return range.IsOpenAtEnd ? $"{since}, not ended" : $"{since} to {_cells.Of(ViewUnit.Time, range.End)}";
    }

    private static string EnumText(FindingConfidence confidence) => confidence switch
    {
        FindingConfidence.High => "high",
        FindingConfidence.Medium => "medium",
        _ => "low",
    };
}
