namespace Contrail.Core.NetTrace.Observing;

/// <summary>What is known of a request just before its last event. Immutable.</summary>
/// <param name="Route">The target of its activity; empty if unknown.</param>
/// <param name="Path">The path when the response was complete; empty if unknown.</param>
/// <param name="Duration">In nanoseconds; null if unknown.</param>
internal readonly record struct EndedRequest(string Route, string Path, double? Duration);
