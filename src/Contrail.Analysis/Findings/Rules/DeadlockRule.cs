using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;

namespace Contrail.Analysis.Findings.Rules;

/// <summary>Threads that wait for each other in a circle.</summary>
internal static class DeadlockRule
{
    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "deadlock", "threads that wait for each other", ModelNeeds.Waits, [DeadlocksView.Description], Examine);

    private static IEnumerable<Finding> Examine(ExaminedTrace trace) =>
        trace.Rows(DeadlocksView.Description, "cycles").GroupBy(row => row.Number("cycle"))
            .Where(cycle => cycle.Min(row => row.Number("duration")) >= DeadlocksView.CertainNanoseconds)
            .Select(cycle => Of(trace, [.. cycle]));

    private static Finding Of(ExaminedTrace trace, ExaminedRow[] cycle)
    {
        string[] places = [.. cycle.Select(row => trace.CodeOf(row.Stack("stack"))).Where(place => place.Length > 0)];
        ExaminedRow last = cycle[^1];
        string where = places.Length > 0 ? " in " + string.Join(" and ", places.Distinct()) : "";
        bool isTimed = cycle.Any(row => DeadlocksView.IsTimed(trace.Context.Stacks, row.Stack("stack")));
        return new Finding
        {
            Rule = Rule.Name,
            Headline = $"Deadlock: {cycle.Length} threads wait for each other{where} "
                + (isTimed ? "until their time limits end." : "and cannot continue."),
            Culprit = string.Join(" and ", places.Distinct()),
            Involved = [.. places, .. cycle.Select(row => $"lock {row.Identity("lock")}")],
            Stack = last.Stack("stack"),
            Severity = isTimed ? FindingSeverity.Warning : FindingSeverity.Critical,
            Confidence = isTimed ? FindingConfidence.Medium : FindingConfidence.High,
            Reason = "The trace contains each wait of the circle, with the thread that owns the lock"
                + (isTimed ? "; one is a TryEnter, whose time limit it does not contain." : "."),
            Impact = 1,
            Range = new TimeRange(last.Time("since"), trace.End, false, true),
            Evidence = [.. cycle.Select((row, index) => row.Evidence(
                "duration", $"{row.Text("thread")} waits for the lock of {row.Text("owner")}"))],
            NextStep = "Take these locks in one order everywhere, or hold only one of them at a time.",
        };
    }
}
