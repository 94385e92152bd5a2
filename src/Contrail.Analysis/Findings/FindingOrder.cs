namespace Contrail.Analysis.Findings;

/// <summary>Ranks findings, and puts those that another one explains below it: one cause has one headline.</summary>
internal static class FindingOrder
{
    /// <summary>The causes, the most important first.</summary>
    public static IReadOnlyList<Finding> Rank(IReadOnlyList<Finding> found)
    {
        // Worst first, so that an effect with two possible causes belongs to the worse one.
        Finding[] ranked = [.. Sorted(found)];
        Dictionary<Finding, Finding> causes = new(ReferenceEqualityComparer.Instance);
        foreach (Finding effect in ranked)
        {
            if (ranked.FirstOrDefault(cause => cause != effect && Explanations.Explains(cause, effect)) is { } cause)
            {
                causes[effect] = cause;
            }
        }

        IEnumerable<Finding> roots = ranked.Where(one => !causes.ContainsKey(one));
        return [.. Sorted(roots.Select(root => WithEffects(root, ranked, causes)))];
    }

    private static Finding WithEffects(Finding cause, Finding[] ranked, Dictionary<Finding, Finding> causes)
    {
        Finding[] effects = [.. ranked.Where(effect => RootOf(effect, causes) == cause && effect != cause)];
        return effects.Length == 0
            ? cause
            : cause with
            {
                Effects = effects,
                Severity = effects.Append(cause).Max(one => one.Severity),
                Impact = effects.Append(cause).Max(one => one.Impact),
            };
    }

    // The table of explanations has no circle, so this ends.
    private static Finding RootOf(Finding finding, Dictionary<Finding, Finding> causes)
    {
        while (causes.TryGetValue(finding, out Finding? cause))
        {
            finding = cause;
        }

        return finding;
    }

    private static IEnumerable<Finding> Sorted(IEnumerable<Finding> findings) => findings
        .OrderByDescending(one => one.Severity)
        .ThenByDescending(one => one.Impact)
        .ThenByDescending(one => one.Confidence)
        .ThenBy(one => one.Rule, StringComparer.Ordinal)
        .ThenBy(one => one.Culprit, StringComparer.Ordinal);
}
