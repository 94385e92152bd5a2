namespace Contrail.Core.Triggers;

/// <summary>A rule that fires. Immutable.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Observation">What caused it; for a tick, the time without events or without the end of a pair.</param>
/// <param name="Verdict">The figure and its limit.</param>
/// <param name="Suppressed">What was suppressed since the firing before this one.</param>
internal sealed record TriggerFiring(
    TriggerRule Rule, Observation Observation, Verdict Verdict, SuppressedCounts Suppressed);
