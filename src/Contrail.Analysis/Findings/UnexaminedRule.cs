namespace Contrail.Analysis.Findings;

/// <summary>A rule that could not find everything, or nothing.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Gap">Why.</param>
internal sealed record UnexaminedRule(FindingRule Rule, RuleGap Gap);
