namespace Contrail.Analysis.Findings;

/// <summary>A rule that could not find everything, or nothing.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="IsPartial">Whether a part of the window was recorded.</param>
/// <param name="IsUnknown">Whether the file does not list what was recorded.</param>
internal sealed record UnexaminedRule(FindingRule Rule, bool IsPartial, bool IsUnknown);
