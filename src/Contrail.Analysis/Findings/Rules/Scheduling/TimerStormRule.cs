using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules.Scheduling;

/// <summary>Timers that wake goroutines so often that this is work of its own.</summary>
internal static class TimerStormRule
{
    private const double MinPerSecond = 20_000;
    private const double ManyPerSecond = 500_000;
    private const double ShortNanoseconds = 20e6;
    private const double MaxWokenByCode = 0.1;

    // The first of them ends with a timer only.
    private static readonly string[] Reasons = [Executions.Sleep, Executions.Receive, Executions.Select];

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "timer-storm", "timers that wake goroutines very often", ModelNeeds.ExecutionStates,
        [BlockingView.Description], Examine);

    private static IEnumerable<Finding> Examine(ExaminedTrace trace) =>
        trace.Rows(BlockingView.Description, "places")
            .Where(row => Reasons.Contains(row.Text("reason")) && trace.CodeOf(row.Stack("stack")).Length > 0
                && row.Number("p50") <= ShortNanoseconds
                && row.Number("wakes") <= MaxWokenByCode * row.Number("count"))
            .GroupBy(row => trace.CodeOf(row.Stack("stack")))
            .Select(group => group.ToArray())
            .Where(rows => PerSecond(trace, rows) >= MinPerSecond)
            .Select(rows => Of(trace, rows));

    private static double PerSecond(ExaminedTrace trace, ExaminedRow[] rows) => trace.WindowSeconds > 0
        ? rows.Sum(row => row.Number("count") - row.Number("waitingAtEnd"))
            / trace.SecondsOf(MeasureOf(trace, rows[0]))
        : 0;

    private static MeasureKey MeasureOf(ExaminedTrace trace, ExaminedRow row) =>
        new(MeasureKind.Waits, trace.CodeOf(row.Stack("stack")));

    private static Finding Of(ExaminedTrace trace, ExaminedRow[] rows)
    {
        ExaminedRow first = rows[0];
        string code = trace.CodeOf(first.Stack("stack"));
        double rate = PerSecond(trace, rows);
        return new Finding
        {
            Rule = Rule.Name,
            Headline = $"Timers wake goroutines in {code} {ViewText.Count(rate)} times a second, after "
                + $"{ViewText.Duration(first.Number("p50"))} each (median).",
            Culprit = code,
            Involved = [code],
            Stack = first.Stack("stack"),
            Severity = FindingSeverity.Warning,
            Confidence = first.Text("reason") == Executions.Sleep ? FindingConfidence.High : FindingConfidence.Medium,
            Reason = first.Text("reason") == Executions.Sleep
                ? "The trace contains each sleep and its end."
                : "The trace contains each wait, and that no other goroutine ended it: a timer did.",
            Impact = Math.Min(1, rate / ManyPerSecond),
            Measure = MeasureOf(trace, first),
            Evidence =
            [
                first.Evidence("count", "waits that timers ended"),
                first.Evidence("threads", "goroutines that they woke"),
                first.Evidence("p50", "median of the waits"),
                first.Evidence("wakes", "waits that other code ended"),
            ],
            NextStep = "Use one timer for many waiters, a longer interval, or wait for the event itself.",
        };
    }
}
