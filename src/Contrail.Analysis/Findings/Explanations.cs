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
        ("induced-collections", "gc-pauses", false),
        ("induced-collections", "gc-load", false),
        ("loh-churn", "gc-pauses", false),
        ("loh-churn", "gc-load", false),
        ("gc-load", "gc-pauses", false),
    ];

    /// <summary>Whether one finding is the cause of another.</summary>
    public static bool Explains(Finding cause, Finding effect) => Table.Any(row =>
        row.Cause == cause.Rule && row.Effect == effect.Rule
        && (!row.NeedsCommon || cause.Involved.Intersect(effect.Involved).Any()));
}
