namespace Contrail.Core.Triggers;

/// <summary>A field that a condition uses and an observed event does not have. Immutable.</summary>
/// <param name="Condition">The condition.</param>
/// <param name="Field">The name of the field, without a prefix.</param>
/// <param name="Event">The first event without it: its provider and name.</param>
/// <param name="Nearest">The nearest name of a field that the event has; null if none is near.</param>
internal sealed record MissingField(SignalCondition Condition, string Field, string Event, string? Nearest);
