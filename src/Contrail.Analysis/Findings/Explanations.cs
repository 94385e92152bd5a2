namespace Contrail.Analysis.Findings;

/// <summary>
/// Which cause explains which other finding. The only table of it: a rule does not know other rules. It has no circle.
/// </summary>
internal static class Explanations
{
    // The last column: whether both must involve the same place, type, lock or host.
    private static readonly (string Cause, string Effect, bool NeedsCommon)[] Table =
    [
        ("deadlock", "lock-convoy", true),
        ("deadlock", "pool-starvation", false),
        ("lock-convoy", "pool-starvation", true),
        ("induced-collections", "long-gc-pause", true),
        ("induced-collections", "gc-load", true),
        ("loh-churn", "long-gc-pause", true),
        ("loh-churn", "gc-load", true),
        ("managed-leak", "long-gc-pause", false),
        ("gc-load", "long-gc-pause", false),
    ];

    /// <summary>Whether one finding is the cause of another.</summary>
    public static bool Explains(Finding cause, Finding effect) => Table.Any(row =>
        row.Cause == cause.Rule && row.Effect == effect.Rule
        && (!row.NeedsCommon || cause.Involved.Intersect(effect.Involved).Any()));
}
