namespace Contrail.Core.NetTrace.Observing;

/// <summary>A request that has started. Immutable.</summary>
/// <param name="Nanoseconds">When, on the clock of observations.</param>
/// <param name="Path">Its path, without the query.</param>
internal sealed record StartedRequest(long Nanoseconds, string Path);
