using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules.Scheduling;

/// <summary>Mutexes for which goroutines wait much of the time.</summary>
internal static class MutexContentionRule
{
    private const double MinGoroutines = 0.1;
    private const double ManyGoroutines = 2;
    private const double MinNanoseconds = 200e6;
    private const double MinWaits = 5;

    // Waits for a group of goroutines have the same reason.
    private static readonly string[] Locks = ["sync.(*Mutex)", "sync.(*RWMutex)", "internal/sync.(*Mutex)"];

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "mutex-contention", "mutexes that goroutines wait for", ModelNeeds.ExecutionStates,
        [BlockingView.Description], Examine);

    private static IEnumerable<Finding> Examine(ExaminedTrace trace) =>
        trace.Rows(BlockingView.Description, "places")
            .Where(row => row.Text("reason") == Executions.Sync && trace.CodeOf(row.Stack("stack")).Length > 0
                && trace.HasAnyFrame(row.Stack("stack"), Locks))
            .GroupBy(row => HolderOf(trace, row) is { Length: > 0 } holder ? holder : trace.CodeOf(row.Stack("stack")))
            .Select(group => group.ToArray())
            .Where(rows => IsContended(trace, rows))
            .Select(rows => Of(trace, rows));

    private static bool IsContended(ExaminedTrace trace, ExaminedRow[] rows)
    {
        double total = rows.Sum(row => row.Number("total"));
        return total >= MinNanoseconds && trace.AtAnyMoment(total, MeasureOf(trace, rows[0])) >= MinGoroutines
            && rows.Sum(row => row.Number("count")) >= MinWaits;
    }

    // The code that ends a wait for a mutex is the code that held it.
    private static string HolderOf(ExaminedTrace trace, ExaminedRow row) => trace.CodeOf(row.Stack("wakerStack"));

    private static MeasureKey MeasureOf(ExaminedTrace trace, ExaminedRow row) =>
        new(MeasureKind.Waits, trace.CodeOf(row.Stack("stack")));

    private static Finding Of(ExaminedTrace trace, ExaminedRow[] rows)
    {
        ExaminedRow worst = rows[0];
        double total = rows.Sum(row => row.Number("total"));
        double goroutines = trace.AtAnyMoment(total, MeasureOf(trace, worst));
        string holder = HolderOf(trace, worst);
        string waiter = trace.CodeOf(worst.Stack("stack"));
        string held = holder.Length > 0 ? $" that {holder} holds" : "";
        return new Finding
        {
            Rule = Rule.Name,
            Headline = $"Goroutines waited {ViewText.Duration(total)} in {waiter} for a mutex{held}: on average "
                + $"{goroutines:0.0} goroutines at any moment.",
            Culprit = holder.Length > 0 ? holder : waiter,
            Involved = [.. rows.Select(row => trace.CodeOf(row.Stack("stack"))).Append(holder)
                .Where(one => one.Length > 0).Distinct()],
            Stack = holder.Length > 0 ? worst.Stack("wakerStack") : worst.Stack("stack"),
            Severity = goroutines >= ManyGoroutines ? FindingSeverity.Critical : FindingSeverity.Warning,
            Confidence = holder.Length > 0 ? FindingConfidence.High : FindingConfidence.Medium,
            Reason = holder.Length > 0
                ? "The trace contains the waits, and the code that ended them by unlocking."
                : "The trace contains the waits, and not who unlocked.",
            Impact = Math.Min(1, goroutines / ManyGoroutines),
            Measure = MeasureOf(trace, worst),
            Evidence =
            [
                worst.Evidence("total", $"goroutines waited in {waiter}"),
                worst.Evidence("count", "waits"),
                worst.Evidence("max", "longest wait"),
                worst.Evidence("threads", "goroutines that waited"),
                worst.Evidence("wakes", "waits that other code ended by unlocking"),
            ],
            NextStep = "Do less while the mutex is locked: no input or output, no sleep, no channel. Then split it.",
        };
    }
}
