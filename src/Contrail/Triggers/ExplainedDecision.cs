namespace Contrail.Triggers;

/// <summary>A decision of a rule. Immutable; a form of JSON.</summary>
/// <param name="Because">Why it fired or did not: the name of a verdict.</param>
/// <param name="Subject">A type, a route, the name of a counter or event; empty if it has none.</param>
/// <param name="Figure">What was measured; null if nothing was.</param>
/// <param name="Limit">What it was compared with; null if nothing was measured.</param>
/// <param name="Unit">The unit of both, as in <see cref="ManifestTrigger.Unit"/>.</param>
/// <param name="SecondsAgo">When, on the clock of the recorded process; null if unknown.</param>
internal sealed record ExplainedDecision(
    string Because, string Subject, double? Figure, double? Limit, string? Unit, double? SecondsAgo);
