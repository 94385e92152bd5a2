namespace Contrail.Analysis.Findings;

/// <summary>Ranks findings, and puts those that another one explains below it: one cause has one headline.</summary>
internal static class FindingOrder
{
    /// <summary>The causes, the most important first.</summary>
    public static IReadOnlyList<Finding> Rank(IReadOnlyList<Finding> found)
    {
        Finding[] doubts = [.. found.Where(finding => Explanations.IsDoubt(finding.Rule))];

        // Worst first, so that an effect with two possible causes belongs to the worse one.
        Finding[] ranked = [.. Sorted(found.Select(finding => Doubted(finding, doubts)))];
        Dictionary<string, Finding[]> possible = ranked.Select(effect => effect.Rule).Distinct().ToDictionary(
            effect => effect, effect => (Finding[])[.. ranked.Where(one => Explanations.CanExplain(one.Rule, effect))]);
        Dictionary<Finding, Finding> causes = new(ReferenceEqualityComparer.Instance);
        foreach (Finding effect in ranked)
        {
            if (Array.Find(possible[effect.Rule], cause => Explanations.Explains(cause, effect)) is { } cause)
            {
                causes[effect] = cause;
            }
        }

        ILookup<Finding, Finding> effects = ranked.Where(causes.ContainsKey)
            .ToLookup(effect => RootOf(effect, causes), (IEqualityComparer<Finding>)ReferenceEqualityComparer.Instance);
        IEnumerable<Finding> roots = ranked.Where(one => !causes.ContainsKey(one));
        return [.. Sorted(roots.Select(root => WithEffects(root, [.. effects[root]])))];
    }

    private static Finding Doubted(Finding finding, Finding[] doubts) =>
        Array.Exists(doubts, cause => Explanations.MakesDoubtful(cause, finding))
            ? finding with
            {
                Severity = FindingSeverity.Info,
                Confidence = FindingConfidence.Low,
                Reason = finding.Reason + " The thread pool starved meanwhile, and continues late what follows a call: "
                    + "how long the calls took without that is unknown.",
            }
            : finding;

    private static Finding WithEffects(Finding cause, Finding[] effects) => effects.Length == 0
        ? cause
        : cause with
        {
            Effects = effects,
            Severity = effects.Append(cause).Max(one => one.Severity),
            Impact = effects.Append(cause).Max(one => one.Impact),
        };

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
