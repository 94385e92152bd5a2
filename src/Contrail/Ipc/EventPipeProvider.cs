using System.Diagnostics.Tracing;

namespace Contrail;

/// <summary>Selects an event provider and its events to record. Immutable.</summary>
/// <param name="Name">The provider's name, such as <c>Microsoft-Windows-DotNETRuntime</c>; not empty.</param>
/// <param name="Keywords">The groups of events to record, one bit each.</param>
/// <param name="Level">The most detailed level that is recorded.</param>
/// <param name="Arguments">Arguments for the provider itself, <c>key=value;key=value</c>; null for none.</param>
/// <param name="Filter">The ids of the events to record; null for all.</param>
public sealed record EventPipeProvider(
    string Name,
    ulong Keywords,
    EventLevel Level,
    string? Arguments = null,
    EventIdFilter? Filter = null);
