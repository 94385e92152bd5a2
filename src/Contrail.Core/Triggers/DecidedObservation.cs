namespace Contrail.Core.Triggers;

/// <summary>An observation and what a rule decided on it. Immutable.</summary>
/// <param name="Observation">The observation.</param>
/// <param name="Verdict">The decision.</param>
internal readonly record struct DecidedObservation(Observation Observation, Verdict Verdict);
