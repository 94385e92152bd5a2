namespace Contrail.Triggers;

/// <summary>A field that a condition uses and an observed event does not have. Immutable; a form of JSON.</summary>
/// <param name="Event">The event.</param>
/// <param name="Field">The field.</param>
/// <param name="Nearest">The nearest name of a field that the event has; null if none is near.</param>
internal sealed record ExplainedField(string Event, string Field, string? Nearest);
