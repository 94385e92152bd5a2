using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules.Scheduling;

/// <summary>Mutexes for which goroutines wait much of the time, with what ran while they were locked.</summary>
internal static class MutexContentionRule
{
    private const double MinGoroutines = 0.1;
    private const double ManyGoroutines = 2;
    private const double MinNanoseconds = 200e6;
    private const double MinWaits = 5;

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "mutex-contention", "mutexes that goroutines wait for", ModelNeeds.ExecutionStates,
        [BlockingView.Description], Examine);

    private static IEnumerable<Finding> Examine(ExaminedTrace trace) =>
        trace.Rows(BlockingView.Description, "places")
            .Where(row => row.Text("reason") == Executions.Sync && trace.CodeOf(row.Stack("stack")).Length > 0
                && LockSites.IsLock(trace.Context.Stacks, row.Stack("stack")))
            .GroupBy(row => WaiterOf(trace, row))
            .Select(group => (Rows: group.ToArray(), Holder: MutexHolder.Of(trace, group.Key)))
            .GroupBy(one => KeyOf(trace, one.Rows[0], one.Holder))
            .Select(group => (Rows: group.SelectMany(one => one.Rows)
                .OrderByDescending(row => row.Number("total")).ToArray(), group.First().Holder))
            .Where(one => IsContended(trace, one.Rows))
            .Select(one => Of(trace, one.Rows, one.Holder));

    // A method can unlock several mutexes: they are one as far as the same code is to blame.
    private static (string, string) KeyOf(ExaminedTrace trace, ExaminedRow row, MutexHolder holder) =>
        (ReleaserOf(trace, row) is { Length: > 0 } releaser ? releaser : WaiterOf(trace, row), holder.Code);

    private static string WaiterOf(ExaminedTrace trace, ExaminedRow row) => trace.CodeOf(row.Stack("stack"));

    private static string ReleaserOf(ExaminedTrace trace, ExaminedRow row) => trace.CodeOf(row.Stack("wakerStack"));

    private static bool IsContended(ExaminedTrace trace, ExaminedRow[] rows)
    {
        double total = rows.Sum(row => row.Number("total"));
        return total >= MinNanoseconds && trace.AtAnyMoment(total, MeasureOf(trace, rows[0])) >= MinGoroutines
            && rows.Sum(row => row.Number("count")) >= MinWaits;
    }

    private static MeasureKey MeasureOf(ExaminedTrace trace, ExaminedRow row) =>
        new(MeasureKind.Waits, trace.CodeOf(row.Stack("stack")));

    private static Finding Of(ExaminedTrace trace, ExaminedRow[] rows, MutexHolder holder)
    {
        ExaminedRow worst = rows[0];
        double total = rows.Sum(row => row.Number("total"));
        double goroutines = trace.AtAnyMoment(total, MeasureOf(trace, worst));
        string releaser = ReleaserOf(trace, worst);
        string waiter = WaiterOf(trace, worst);
        (string code, string caller) = MutexHolder.PlaceOf(trace, worst.Stack("stack"));
        string[] candidates = [holder.Code, releaser, waiter];
        return new Finding
        {
            Rule = Rule.Name,
            Headline = $"Goroutines waited {ViewText.Duration(total)} in {code}{By(caller)} for a mutex{holder.Held}: "
                + $"on average {goroutines:0.0} goroutines at any moment.{ReleasedIn(trace, worst, caller)}",
            Culprit = candidates.First(one => one.Length > 0),
            Involved = [.. rows.Select(row => trace.CodeOf(row.Stack("stack"))).Append(releaser).Append(holder.Code)
                .Where(one => one.Length > 0).Distinct()],
            Stack = holder.Code.Length > 0 ? holder.Stack
                : releaser.Length > 0 ? worst.Stack("wakerStack")
                : worst.Stack("stack"),
            Severity = goroutines >= ManyGoroutines ? FindingSeverity.Critical : FindingSeverity.Warning,
            Confidence = holder.Code.Length > 0 ? FindingConfidence.High : FindingConfidence.Medium,
            Reason = holder.Reason(releaser),
            Impact = Math.Min(1, goroutines / ManyGoroutines),
            Measure = MeasureOf(trace, worst),
            Evidence =
            [
                worst.Evidence("total", $"goroutines waited in {waiter}"),
                .. holder.Evidence,
                worst.Evidence("count", "waits"),
                worst.Evidence("max", "longest wait"),
                worst.Evidence("threads", "goroutines that waited"),
                worst.Evidence("wakes", "waits that other code ended by unlocking"),
            ],
            Surer = holder.Surer,
            NextStep = "Do less while the mutex is locked: no input or output, no sleep, no channel. Then split it.",
        };
    }

    private static string ReleasedIn(ExaminedTrace trace, ExaminedRow row, string waitCaller)
    {
        (string code, string caller) = MutexHolder.PlaceOf(trace, row.Stack("wakerStack"));
        return code.Length > 0 ? $" It is released in {code}{By(caller == waitCaller ? "" : caller)}." : "";
    }

    private static string By(string caller) => caller.Length > 0 ? $" (called by {caller})" : "";
}
