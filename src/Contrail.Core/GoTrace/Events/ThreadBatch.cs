namespace Contrail.Core.GoTrace.Events;

/// <summary>A batch of events of one thread.</summary>
/// <param name="Time">When it begins, in the trace's units.</param>
/// <param name="Events">The events, one after the other.</param>
internal readonly record struct ThreadBatch(ulong Time, ReadOnlyMemory<byte> Events);
