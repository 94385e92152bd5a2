namespace Contrail.Core.Triggers;

/// <summary>Makes rules of expressions.</summary>
internal static class TriggerRules
{
    private static readonly string[] DefaultExpressions =
        ["death", "unhandled-exception", "gc-pause>1s", "starvation", "silence>10s"];

    /// <summary>The rules of the expression <c>default</c>, each with the default cooldown and quota.</summary>
    public static IReadOnlyList<TriggerRule> Default { get; } =
    [
        .. DefaultExpressions.Select(
            expression => new TriggerRule(expression, TriggerParser.Parse(expression, out _)!) { IsDefault = true }),
    ];

    /// <summary>
    /// The rules of an expression: those of the default set for <c>default</c>, otherwise one whose name is its
    /// canonical text; empty if it is invalid.
    /// </summary>
    /// <param name="untrusted">The expression.</param>
    /// <param name="error">The first error; null if it is valid.</param>
    public static IReadOnlyList<TriggerRule> Parse(string untrusted, out TriggerError? error)
    {
        error = null;
        if (untrusted.Trim().Equals(TriggerWords.DefaultSet, StringComparison.OrdinalIgnoreCase))
        {
            return Default;
        }

        return TriggerParser.Parse(untrusted, out error) is { } condition
            ? [new TriggerRule(condition.ToString(), condition)]
            : [];
    }
}
